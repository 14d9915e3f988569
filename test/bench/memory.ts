/** The memory of a program and all its child processes, as PSS: shared pages count by their share. */
import { readdirSync, readFileSync } from 'node:fs';

/** Megabytes by Chromium's kind of process: "main", "renderer", "gpu-process", "zygote", "utility". Linux only. */
export function memoryOf(pid: number): Readonly<Record<string, number>> {
  const byKind: Record<string, number> = {};
  for (const one of treeOf(pid)) {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(read(one, 'smaps_rollup'))?.[1];
    const kind = kindOf(one);
    if (kilobytes !== undefined) byKind[kind] = (byKind[kind] ?? 0) + Number(kilobytes) / 1024;
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

/** The process name before the parent's number is in brackets and may contain any character. */
const parentOf = (pid: number): number => Number(/\) \S (\d+)/.exec(read(pid, 'stat'))?.[1] ?? 0);

/** Chromium rewrites its children's command lines, with spaces between the arguments. */
const kindOf = (pid: number): string => /--type=([\w-]+)/.exec(read(pid, 'cmdline'))?.[1] ?? 'main';

/** Reads a file of /proc; '' for a process that has just ended. */
function read(pid: number, file: 'smaps_rollup' | 'stat' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
