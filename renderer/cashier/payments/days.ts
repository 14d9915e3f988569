/** Adds days to a calendar date as text, "2026-11-22" -> "2026-11-23". Uses UTC, so no time zone shifts the date. */
export function nextDay(day: string, by: number): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return new Date(at + by * 86_400_000).toISOString().slice(0, 10);
}
