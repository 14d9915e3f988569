/** What a program and everything it started take of the machine's memory: shared pages count by their share (PSS). */
import { readdirSync, readFileSync } from 'node:fs';

/** Megabytes by Chromium's kind of process: "main", "renderer", "gpu-process", "zygote", "utility". Linux only. */
export function memoryOf(pid: number): Readonly<Record<string, number>> {
  const byKind: Record<string, number> = {};
  for (const one of treeOf(pid)) {
    const kind = kindOf(one);
    const kilobytes = Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'))?.[1]);
    byKind[kind] = (byKind[kind] ?? 0) + kilobytes / 1024;
  }
  return byKind;
}

function treeOf(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (/^\d+$/.test(entry)) parents.set(Number(entry), parentOf(Number(entry)));
  }
  const childrenOf = (pid: number): readonly number[] =>
    [...parents].flatMap(([child, of]) => (of === pid ? child : []));
  const below = (pid: number): readonly number[] => [pid, ...childrenOf(pid).flatMap(below)];
  return below(root);
}

/** @returns 0 for a process that has just ended */
function parentOf(pid: number): number {
  try {
    // The name before it is in brackets and may hold anything.
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function kindOf(pid: number): string {
  // Chromium writes its children's command lines anew, with spaces between the arguments.
  return /--type=([\w-]+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1] ?? 'main';
}
