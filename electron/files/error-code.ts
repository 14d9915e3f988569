/** The reason that a system call or SQLite gives for its failure. */

/** "ENOENT", "SQLITE_FULL"; undefined for an error of any other origin. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
