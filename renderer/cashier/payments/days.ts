/** Steps through the calendar by its text, "2026-11-22" -> "2026-11-23", without a zone that could shift it. */
export function nextDay(day: string, by: number): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return new Date(at + by * 86_400_000).toISOString().slice(0, 10);
}
