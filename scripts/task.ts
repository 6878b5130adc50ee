import { SetUpProblem } from './setup/step.mjs';

/** Runs a task; what the user can mend is said without a stack, and the process ends with 1. */
export async function runTask(task: () => Promise<unknown>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (!(error instanceof SetUpProblem)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
