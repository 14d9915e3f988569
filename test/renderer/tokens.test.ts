/** Spacing, corners and greys come from renderer/ui/tokens.css; no other sheet has its own values. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const RENDERER = join(import.meta.dirname, '..', '..', 'renderer');
const paths = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' });
const sheets = paths.filter((path) => path.endsWith('.module.css'));

const ROOM = /^(?:margin|padding|gap|row-gap|column-gap)(?:-|$)|^border-.*radius$/;
/** A colour counts as grey (or white or black) if its red, green and blue differ by at most this. */
const GREY_WITHIN = 24;
const NAMED_GREY = /(?<![\w-])(?:white|black|(?:light|dark|dim|slate)?gr[ae]y|silver)(?![\w-])/;

function channels(colour: string): readonly number[] {
  if (!colour.startsWith('#')) return [...colour.matchAll(/\d+/g)].slice(0, 3).map(([part]) => Number(part));
  const digits = colour.length < 6 ? colour.replaceAll(/[\da-f]/gi, '$&$&').slice(1) : colour.slice(1);
  return [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16));
}
const isGrey = (colour: string): boolean => {
  const parts = channels(colour);
  return Math.max(...parts) - Math.min(...parts) <= GREY_WITHIN;
};

/** @returns each raw length of the grid and each raw grey of a sheet, as it is written there */
function rawIn(css: string): readonly string[] {
  const plain = css.replaceAll(/\/\*[^]*?\*\//g, '');
  return [...plain.matchAll(/([\w-]+)\s*:\s*([^;{}]+);/g)].flatMap(([, property = '', value = '']) => {
    const hasRawLength = ROOM.test(property) && /\d(?:px|rem)/.test(value);
    // `-var(…)` is no valid length, so the browser would ignore the whole declaration.
    const isInvalid = /-var\(/.test(value);
    const colours = value.match(/#[0-9a-f]{3,8}\b|rgba?\([^)]*\)/gi) ?? [];
    return hasRawLength || isInvalid || colours.some(isGrey) || NAMED_GREY.test(value) ? [`${property}: ${value}`] : [];
  });
}

it.each(sheets)('%s', (sheet) => {
  expect(rawIn(readFileSync(join(RENDERER, sheet), 'utf8'))).toEqual([]);
});

it('every token that a sheet uses is defined', () => {
  const read = (path: string): string => readFileSync(join(RENDERER, path), 'utf8');
  const all = [...sheets, 'ui/tokens.css'].map(read).join('\n');
  // Components set some tokens.
  const drawn = paths
    .filter((path) => path.endsWith('.tsx'))
    .map(read)
    .join('\n');
  const set = new Set([...all.matchAll(/(--[\w-]+):/g), ...drawn.matchAll(/'(--[\w-]+)'/g)].map(([, name]) => name));
  const named = new Set([...all.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name));
  expect(sheets.length).toBeGreaterThan(30);
  expect([...named].filter((name) => !set.has(name))).toEqual([]);
});

describe('the check finds', () => {
  it.each([
    'padding: 16px',
    'padding-inline: var(--step-1) 12px',
    'margin: 0 auto 1px',
    'column-gap: 32px',
    'border-radius: 12px',
    'border-top-left-radius: 4px',
    'gap: calc(2 * 8px)',
    'margin: -var(--step-1)',
    'color: #fff',
    'border: 2px solid #7a808b',
    'background: rgb(20 23 28 / 60%)',
    'color: white',
    'outline-color: darkgrey',
  ])('%s', (declaration) => {
    expect(rawIn(`.a { display: grid; ${declaration}; }`)).toEqual([declaration]);
  });

  it.each([
    'padding: var(--step-2) 4vmin 0',
    'margin: calc(-1 * var(--step-1))',
    'border: 2px solid var(--line)',
    'min-height: 64px',
    'gap: 0.25em',
    'background: #4a3400',
    'white-space: nowrap',
    'outline-offset: -8px',
    'transform: translateX(12px)',
  ])('but not %s', (declaration) => {
    expect(rawIn(`.a { /* 16px; color: #fff; */ ${declaration}; }`)).toEqual([]);
  });
});
