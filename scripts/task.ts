import os from 'node:os';
import { SetUpProblem } from './setup/step.mjs';

/** Runs a task; what the user can mend is said without a stack, and the process ends with 1. */
export async function runTask(task: () => Promise<unknown>): Promise<void> {
  // An orderly end, so that whatever was started ends too.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + os.constants.signals[signal]));
  }
  try {
    await task();
  } catch (error) {
    if (!(error instanceof SetUpProblem)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
