/**
 * Runs one step of the set-up and prints one line: what, outcome, seconds. The name stands on the line while it runs.
 * To stderr: a task's own output stays alone on stdout.
 * @param {string} what
 * @param {() => string | Promise<string>} work returns the outcome in a few words
 */
export async function step(what, work) {
  const begin = performance.now();
  process.stderr.write(`set-up  ${what.padEnd(20)} `);
  try {
    const outcome = await work();
    process.stderr.write(`${outcome.padEnd(48)} ${seconds(begin)}\n`);
  } catch (error) {
    process.stderr.write(`FAILED after ${seconds(begin)}\n`);
    throw error;
  }
}

/** @param {number} begin from performance.now() */
function seconds(begin) {
  return `${((performance.now() - begin) / 1000).toFixed(1)} s`;
}

/** A failure that is the machine's, not ours: its message is all the user needs, no stack. */
export class SetUpProblem extends Error {}
