/** Long tests print their progress every ten seconds; short ones print nothing. */
const EVERY_MS = 10_000;

/** @param of the total number, if known */
export function saysProgress(what: string, of?: number): (done: number) => void {
  let saidAt = performance.now();
  return (done) => {
    if (performance.now() - saidAt < EVERY_MS) return;
    saidAt = performance.now();
    console.log(`${what}: ${done}${of === undefined ? '' : ` of ${of}`}`);
  };
}
