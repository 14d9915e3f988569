/**
 * Every program that a script or a test starts is in the project's list, with its package. A machine that already has
 * the packages would not notice a missing entry: `npm start` once failed on a new machine for that reason.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { librariesFor, NEEDS, PROGRAMS, programsFor } from '../../build/setup/programs.mjs';

const ROOT = resolve(import.meta.dirname, '../..');

/** The project's own functions that start a program, with the index of the argument that names the program. */
const WRAPPERS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'build/displays.mjs': { runFile: 0 },
  'build/run.mjs': { show: 1 },
  'build/setup/fresh.mjs': { must: 1 },
  'test/support/disks.ts': { run: 0 },
};
/** Imports from Node's module and from ours for set-up: the first argument of these functions names the program. */
const IMPORTED = /import \{([^}]*)\} from '(?:node:child_process|[./\w]*processes\.mjs)'/g;

/** The programs of calls that do not name one directly. Empty for Node, Electron and npm's programs. */
const NAMED_ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  'process.execPath': [],
  'electronPath()': [],
  'electron.binary': [],
  node24: [],
  node: [],
  binary: [],
  program: [],
  "path.join(nodeFolder, 'bin', 'node')": [],
  // npm's programs: the steps of `npm test`, and the build.
  'BUILD.command': [],
  'build/steps.mjs: command': [],
  'build/setup/processes.mjs: command': [],
  // A till under strace, or not.
  'test/crash/till-program.ts: command': ['strace'],
  'test/support/disks.ts: command': ['mount', 'umount'],
  'test/e2e/packed.test.ts: command': [],
  "args[0] ?? ''": [],
};

/** Other exports of these modules, which start no system program: npm comes with Node, and `fork` starts Node. */
const NO_STARTERS = new Set(['fork', 'npm', 'promisify', 'tail']);

type Node = { readonly type: string; readonly start: number; readonly end: number } & Record<string, unknown>;
type Started = { readonly file: string; readonly what: string; readonly literal: string | null };

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* nodesIn(one);
  if (!isNode(value)) return;
  yield value;
  for (const child of Object.values(value)) if (typeof child === 'object') yield* nodesIn(child);
}

/** The project's files that import something that can start programs. */
const sources = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'build', 'electron', 'test'],
  {
    cwd: ROOT,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => ['.ts', '.tsx', '.mjs', '.cjs'].includes(extname(file)) && existsSync(join(ROOT, file)))
  .filter((file) => /node:child_process|processes\.mjs|setup\/console/.test(readFileSync(join(ROOT, file), 'utf8')));

function startedIn(file: string): readonly Started[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const { program } = parseSync(file, text);
  const imported = [...text.matchAll(IMPORTED)].flatMap(([, names = '']) => names.match(/\w+/g) ?? []);
  const starters: Readonly<Record<string, number>> = {
    ...Object.fromEntries(imported.filter((name) => !NO_STARTERS.has(name)).map((name) => [name, 0])),
    ...WRAPPERS[file],
  };
  return [...nodesIn(program)].flatMap((node) => {
    if (node.type !== 'CallExpression' || !isNode(node['callee']) || node['callee'].type !== 'Identifier') return [];
    const place = starters[String(node['callee']['name'])];
    const argument: unknown = place === undefined ? undefined : (node['arguments'] as unknown[])[place];
    if (!isNode(argument)) return [];
    const literal = argument.type === 'Literal' && typeof argument['value'] === 'string' ? argument['value'] : null;
    return [{ file, what: text.slice(argument.start, argument.end), literal }];
  });
}

const ofNpm = new Set(readdirSync(join(ROOT, 'node_modules', '.bin')));
const started = sources.flatMap(startedIn);

it('finds the started programs', () => {
  expect(started.length).toBeGreaterThan(30);
  const literals = started.flatMap(({ literal }) => literal ?? []);
  expect(literals).toEqual(expect.arrayContaining(['xdotool', 'xrandr', 'openssl', 'apt-get', 'debootstrap']));
});

it('every started program is one of npm’s or is in the list with its package', () => {
  const unknown = started.filter(({ file, what, literal }) => {
    if (literal !== null) return !(basename(literal) in PROGRAMS) && !ofNpm.has(literal) && literal !== 'npm';
    const programs = NAMED_ELSEWHERE[`${file}: ${what}`] ?? NAMED_ELSEWHERE[what];
    return programs === undefined || !programs.every((program) => program in PROGRAMS);
  });
  expect(unknown).toEqual([]);
});

describe('each command', () => {
  it('installs the program of every package that is not on every Debian', () => {
    for (const [name, program] of Object.entries(PROGRAMS)) {
      const isThere = 'essential' in program ? program.essential : false;
      expect(isThere || (program.for ?? []).length > 0, name).toBe(true);
    }
  });

  it('that drives the till by screens and keys installs both', () => {
    for (const command of ['start without a display', 'test', 'bench'] as const) {
      const programs = NEEDS[command].flatMap(programsFor).map(([name]) => name);
      expect(programs, command).toEqual(expect.arrayContaining(['Xorg', 'xrandr', 'xdotool']));
    }
  });

  it('needs only purposes that some package serves', () => {
    for (const purposes of Object.values(NEEDS)) {
      for (const purpose of purposes) {
        expect([...librariesFor(purpose), ...programsFor(purpose)].length, purpose).toBeGreaterThan(0);
      }
    }
  });
});

/** Follows the imports of the demo: `npm start` must not need programs that only the tests install. */
it('`npm start` installs every program that the demo starts', () => {
  const reached = new Set<string>();
  const follow = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    const text = readFileSync(join(ROOT, file), 'utf8');
    for (const [, from = ''] of text.matchAll(/from '(\.[^']+)'|import\('(\.[^']+)'\)/g)) {
      if (from !== '') follow(join(file, '..', from));
    }
  };
  follow('build/demo.ts');
  follow('build/displays.mjs');
  const wanted = started.filter(({ file }) => reached.has(file)).flatMap(({ literal }) => literal ?? []);
  const brought = NEEDS['start without a display'].flatMap(programsFor).map(([name]) => name);
  const missing = wanted.filter((literal) => {
    const program = PROGRAMS[basename(literal)];
    return program !== undefined && program.essential !== true && !brought.includes(basename(literal));
  });
  expect(reached.size).toBeGreaterThan(5);
  expect(missing).toEqual([]);
});
