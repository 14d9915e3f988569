/** What a system call or SQLite names as the reason why it failed. */

/** "ENOENT", "SQLITE_FULL"; undefined for whatever was not thrown by one of them. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
