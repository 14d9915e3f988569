/** Checks the imports of files against the rooms of the project (build/rooms.mjs). */
import { posix } from 'node:path';
import { parseSync } from 'vite';

export type Row = { readonly room: string; readonly knows: readonly string[]; readonly loads?: readonly string[] };
/** @property path from the project's folder, with "/" */
export type SourceFile = { readonly path: string; readonly text: string };

type Import = { readonly from: string; readonly what: string; readonly to: string; readonly isPackage: boolean };

/** The room of a file: the deepest row whose folder contains it. */
function roomOf(path: string, rows: readonly Row[]): string | null {
  const holds = ({ room }: Row): boolean => path === room || path.startsWith(`${room}/`);
  const deepest = rows.filter(holds).toSorted((one, other) => other.room.length - one.room.length)[0];
  return deepest?.room ?? null;
}

/** Type imports, exports from elsewhere and imports within types are imports like any other. */
function importedBy({ path, text }: SourceFile): readonly string[] {
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message ?? ''}`);
  const stated = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  const exported = module.staticExports.flatMap(({ entries }) => entries.map((entry) => entry.moduleRequest?.value));
  const called = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)].map(([, what]) => what);
  return [...stated, ...exported, ...called].filter((what) => what !== undefined);
}

/** "@scope/name/deep" -> "@scope/name"; Node's own modules -> "node". */
function packageOf(what: string): string {
  if (what.startsWith('node:')) return 'node';
  return what.split('/', what.startsWith('@') ? 2 : 1).join('/');
}

function importsOf(file: SourceFile): readonly Import[] {
  return importedBy(file).map((what) => {
    const isPackage = !what.startsWith('.');
    const to = isPackage ? packageOf(what) : posix.join(posix.dirname(file.path), what.split('?')[0] ?? what);
    return { from: file.path, what, to, isPackage };
  });
}

/** Cycles of rooms, each as "a > b > a". */
function ringsIn(rows: readonly Row[]): readonly string[] {
  const rings = new Set<string>();
  const done = new Set<string>();
  const walk = (room: string, way: readonly string[]): void => {
    if (way.includes(room)) {
      rings.add([...way.slice(way.indexOf(room)), room].join(' > '));
      return;
    }
    if (done.has(room)) return;
    for (const next of rows.find((row) => row.room === room)?.knows ?? []) walk(next, [...way, room]);
    done.add(room);
  };
  for (const { room } of rows) walk(room, []);
  return [...rings];
}

/** A sentence for each file in no room, each import that no row allows, each cycle, and each unused right. */
export function faultsIn(files: readonly SourceFile[], rows: readonly Row[]): readonly string[] {
  const faults: string[] = [];
  const used = new Set<string>();
  for (const file of files) {
    const room = roomOf(file.path, rows);
    const row = rows.find((one) => one.room === room);
    if (row === undefined) {
      faults.push(`${file.path} stands in no room`);
      continue;
    }
    for (const { from, what, to, isPackage } of importsOf(file)) {
      const wanted = isPackage ? to : roomOf(to, rows);
      if (wanted === row.room) continue;
      used.add(`${row.room} > ${wanted}`);
      const allowed = isPackage ? (row.loads ?? []) : row.knows;
      if (wanted === null || !allowed.includes(wanted))
        faults.push(`${from} imports ${what}, which ${row.room} may not`);
    }
  }
  for (const ring of ringsIn(rows)) faults.push(`rooms in a ring: ${ring}`);
  for (const { room, knows, loads = [] } of rows) {
    for (const right of [...knows, ...loads]) {
      if (!used.has(`${room} > ${right}`)) faults.push(`${room} may import ${right}, and does not`);
    }
  }
  return faults;
}
