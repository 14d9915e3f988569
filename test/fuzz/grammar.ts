/**
 * Builds JSON text by its grammar: every value in its possible spellings; each field valid, invalid, absent, doubled,
 * or with its name misspelled. Builds text and not values, because the tests look for text that two parsers read
 * differently.
 */
import fc from 'fast-check';
import type { Dice } from '../support/dice.ts';

/** Draws one value; dice with the same seed draw the same value. */
export function draw<Value>(dice: Dice, of: fc.Arbitrary<Value>): Value {
  // Half of the time without bias toward small values, because otherwise no large value would ever come.
  const [value] = fc.sample(of, {
    seed: dice.whole(0, 2 ** 31 - 1),
    numRuns: 1,
    ...(dice.oneIn(2) ? { unbiased: true } : {}),
  });
  return value as Value;
}

type Text = fc.Arbitrary<string>;
/** The members that one field becomes: none, one, or two with the same name. */
type Members = fc.Arbitrary<readonly string[]>;

const space: Text = fc.constantFrom('', '', '', ' ', '\n', '\t', '  \r\n');

/** A JSON string, plain or with `\u` escapes as in old QFPay answers. */
export const textOf = (value: string): Text =>
  fc.constantFrom(
    JSON.stringify(value),
    JSON.stringify(value),
    `"${[...value].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`,
  );
export const textIn = (...values: readonly string[]): Text => fc.constantFrom(...values).chain(textOf);

/** A whole number as QFPay writes it, or in an invalid form. */
export const numberOf = (value: number): Text =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(`"${value}"`, String(value)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        `${value}.0`,
        `${value / 1000}e3`,
        `"${value}.00"`,
        `"0${value}"`,
        `" ${value}"`,
        `"+${value}"`,
        `-${value}`,
        `"${(value / 100).toFixed(2)}"`,
        `"${[...String(value)].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join('')}"`,
        `[${value}]`,
      ),
    },
    { weight: 1, arbitrary: fc.oneof(fc.integer(), fc.double()).map((other) => JSON.stringify(other) ?? '0') },
  );

/** Any JSON; sometimes deeper or longer than any real answer. */
export const anything: Text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('null', '""', '0', '-0', 'true', 'false', '[]', '{}', '1e999', '"null"') },
  { weight: 6, arbitrary: fc.json({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: 50, max: 20_000 }).map((deep) => '['.repeat(deep) + ']'.repeat(deep)) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 50, max: 5_000 }).map((deep) => `${'{"data":'.repeat(deep)}1${'}'.repeat(deep)}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('9', 'x', '香')
      .chain((one) => fc.integer({ min: 100, max: 50_000 }).map((length) => `"${one.repeat(length)}"`)),
  },
);

const otherLetters = (name: string): Text =>
  fc.constantFrom(
    name.toUpperCase(),
    name.slice(0, 1).toUpperCase() + name.slice(1),
    ` ${name}`,
    `${name}\\u0000`,
    name.replaceAll('_', ''),
  );

const member = (name: string, value: string): string => `"${name}":${value}`;

/**
 * A field that is usually valid.
 * @param other other values that the field may have
 * @param rightly weight of the plain valid form; the other forms have weights of 1 or 2 each
 */
export function field(name: string, right: Text, other: Text = anything, rightly = 14): Members {
  return fc.oneof(
    { weight: rightly, arbitrary: right.map((value) => [member(name, value)]) },
    { weight: 2, arbitrary: other.map((value) => [member(name, value)]) },
    { weight: 1, arbitrary: anything.map((value) => [member(name, value)]) },
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.tuple(otherLetters(name), right).map(([letters, value]) => [member(letters, value)]) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(right, fc.oneof(other, anything), fc.boolean())
        .map(([one, two, isFirst]) => (isFirst ? [one, two] : [two, one]).map((value) => member(name, value))),
    },
  );
}

const stranger: Members = fc
  .tuple(fc.constantFrom('__proto__', 'constructor', 'toJSON', 'length', 'then', 'surcharge_fee', '香港', ''), anything)
  .map(([name, value]) => [member(name, value)]);

/** An object of these fields, in rotated order, sometimes with an unknown field. */
export function objectOf(...fields: readonly Members[]): Text {
  return fc
    .tuple(fc.tuple(...fields), fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, stranger), fc.nat(), space)
    .map(([all, others, turn, gap]) => {
      const members = [...all.flat(), ...others];
      const at = members.length === 0 ? 0 : turn % members.length;
      return `{${[...members.slice(at), ...members.slice(0, at)].join(`${gap},${gap}`)}${gap}}`;
    });
}

/** The bytes of a text in various encodings, with additions, or cut off, as files and networks may contain them. */
export const bytesOf = (text: string): fc.Arbitrary<Buffer> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(Buffer.from(text)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        Buffer.from(`\ufeff${text}`),
        Buffer.from(text, 'utf16le'),
        Buffer.from(`\ufeff${text}`, 'utf16le'),
        Buffer.from(text, 'utf16le').swap16(),
        Buffer.from(text, 'latin1'),
        Buffer.from(`${text}${text}`),
        Buffer.from(`${text}\0\0\0`),
        Buffer.from(`// kept by hand\n${text}`),
        Buffer.from(text.replace(/\}\s*$/, ',}')),
      ),
    },
    { weight: 1, arbitrary: fc.nat(text.length).map((length) => Buffer.from(text.slice(0, length))) },
  );
