/**
 * Disks that are full or read-only, for real: a small file system mounted over a test's folder where this user may mount
 * one. Root ignores permissions, so where it may not mount either, there is no such disk to be had.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Disk = { readonly folder: string; makeReadOnly(): void; remove(): void };

const run = (command: string, ...options: readonly string[]): void => {
  execFileSync(command, options, { stdio: 'ignore' });
};

/** Whether there is such a disk to be had here; tries it out and leaves nothing mounted. */
export function has(disk: () => Disk | null): boolean {
  const probe = disk();
  probe?.remove();
  return probe !== null;
}

/** A disk of this size, or null where it cannot be had. */
export function smallDisk(kilobytes: number): Disk | null {
  const folder = mkdtempSync(join(tmpdir(), 'harbour-till-disk-'));
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder);
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
  return {
    folder,
    makeReadOnly: () => {
      run('mount', '-o', 'remount,ro', folder);
    },
    remove() {
      run('umount', '-l', folder);
      rmSync(folder, { recursive: true });
    },
  };
}

/** A folder that can be made read-only for this user, or null where it cannot be had. */
export function lockableFolder(): Disk | null {
  if (process.getuid?.() === 0) return smallDisk(1024);
  if (process.platform === 'win32') return null;
  const folder = mkdtempSync(join(tmpdir(), 'harbour-till-disk-'));
  return {
    folder,
    makeReadOnly: () => {
      chmodSync(folder, 0o500);
    },
    remove() {
      chmodSync(folder, 0o700);
      rmSync(folder, { recursive: true });
    },
  };
}
