import { spawn, type ChildProcess } from 'node:child_process';

export interface Outcome {
  readonly code: number;
  /** stdout and stderr in order of arrival. */
  readonly output: string;
  /** It was killed at its time limit. */
  readonly timedOut: boolean;
}

/**
 * Runs a program to its end; its output is returned, never shown. A time limit (ms) kills it with everything it
 * started, and so does the end of this process. Throws if it cannot start.
 */
export function runQuietly(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; timeLimitMs?: number } = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: options.env }),
    });
    const killGroup = (): void => endGroup(child);
    process.on('exit', killGroup);
    let timedOut = false;
    const stop = (): void => {
      timedOut = true;
      killGroup();
    };
    const limit = options.timeLimitMs === undefined ? undefined : setTimeout(stop, options.timeLimitMs);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(limit);
      process.off('exit', killGroup);
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8'), timedOut });
    });
  });
}

/** Kills a detached child and whatever it started; nothing happens when all of them have ended. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

/** Like runQuietly; a non-zero end throws with the program's output. */
export async function runOrThrow(...call: Parameters<typeof runQuietly>): Promise<string> {
  const { code, output } = await runQuietly(...call);
  if (code !== 0) throw new Error(`${call[0]} ${call[1].join(' ')} ended with ${code}:\n${output}`);
  return output;
}
