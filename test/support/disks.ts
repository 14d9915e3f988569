/**
 * Real full or read-only disks: a small file system mounted on a test's folder, if this user may mount one. Root
 * ignores permissions, so if root may not mount, no such disk is possible.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Disk = { readonly folder: string; makeReadOnly(): void; remove(): void };

const run = (command: string, ...options: readonly string[]): void => {
  execFileSync(command, options, { stdio: 'ignore' });
};

/** Whether such a disk is possible here. Makes one and removes it again. */
export function has(disk: () => Disk | null): boolean {
  const probe = disk();
  probe?.remove();
  return probe !== null;
}

/** Makes a disk of this size; null if that is impossible here. */
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

/** Makes a folder that can become read-only for this user; null if that is impossible here. */
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
