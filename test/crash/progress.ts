/** A sign of life from long tests: a line now and then, and none from short ones. */
const EVERY_MS = 10_000;

/** @param of how many there will be, when that is known */
export function saysProgress(what: string, of?: number): (done: number) => void {
  let saidAt = performance.now();
  return (done) => {
    if (performance.now() - saidAt < EVERY_MS) return;
    saidAt = performance.now();
    console.log(`${what}: ${done}${of === undefined ? '' : ` of ${of}`}`);
  };
}
