/**
 * JSON as text, built by its grammar: every value in the ways it can be spelled, each field right, otherwise, absent, twice or
 * in other letters. As text and not as values, since what two readers could read differently is exactly what is looked for.
 */
import fc from 'fast-check';
import type { Dice } from '../support/dice.ts';

/** One value of chance; the same dice draw the same. */
export function draw<Value>(dice: Dice, of: fc.Arbitrary<Value>): Value {
  // Without a bias toward small values half of the time, or nothing large would ever come.
  const [value] = fc.sample(of, {
    seed: dice.whole(0, 2 ** 31 - 1),
    numRuns: 1,
    ...(dice.oneIn(2) ? { unbiased: true } : {}),
  });
  return value as Value;
}

type Text = fc.Arbitrary<string>;
/** The members that come of one field: none, one, or the same twice. */
type Members = fc.Arbitrary<readonly string[]>;

const space: Text = fc.constantFrom('', '', '', ' ', '\n', '\t', '  \r\n');

/** A string in JSON, plain or with its characters escaped as old QFPay answers have them. */
export const textOf = (value: string): Text =>
  fc.constantFrom(
    JSON.stringify(value),
    JSON.stringify(value),
    `"${[...value].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`,
  );
export const textIn = (...values: readonly string[]): Text => fc.constantFrom(...values).chain(textOf);

/** A whole number as QFPay writes them, and as nobody should. */
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

/** Whatever JSON has; now and then deeper or longer than any answer. */
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

/** A field that is mostly right. @param other what else such a field may say @param rightly how often of 20 it is right */
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

/** An object of these fields in any order, at times with others among them. */
export function objectOf(...fields: readonly Members[]): Text {
  return fc
    .tuple(fc.tuple(...fields), fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, stranger), fc.nat(), space)
    .map(([all, others, turn, gap]) => {
      const members = [...all.flat(), ...others];
      const at = members.length === 0 ? 0 : turn % members.length;
      return `{${[...members.slice(at), ...members.slice(0, at)].join(`${gap},${gap}`)}${gap}}`;
    });
}

/** The bytes in which a text may lie on a disk or come over a line. */
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
