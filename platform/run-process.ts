import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  /** Replaces the environment; without it the child gets PATH, HOME and LANG only, so that no secret leaks by accident. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  readonly timeoutMs: number;
  /** Bound of each of stdout and stderr; what is beyond is dropped and `truncated` says so. */
  readonly maxOutputBytes?: number;
  readonly signal?: AbortSignal;
}

/** How a process ended. `not_started`: no such program, no right to run it. */
export type RunResult =
  | { readonly ended: 'exit'; readonly code: number; readonly stdout: string; readonly stderr: string; readonly truncated: boolean }
  | { readonly ended: 'killed'; readonly by: 'timeout' | 'abort' | 'signal'; readonly stdout: string; readonly stderr: string }
  | { readonly ended: 'not_started'; readonly text: string };

const DEFAULT_MAX_OUTPUT_BYTES = 1_048_576;

const minimalEnv = (): Record<string, string> => {
  const env: Record<string, string> = {};
  for (const name of ['PATH', 'HOME', 'LANG', 'SystemRoot', 'TEMP']) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
};

const collect = (maxBytes: number): { add(chunk: Buffer): void; text(): string; truncated(): boolean } => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let cut = false;
  return {
    add: (chunk) => {
      const room = maxBytes - bytes;
      if (chunk.byteLength > room) cut = true;
      if (room <= 0) return;
      const part = chunk.subarray(0, room);
      chunks.push(part);
      bytes += part.byteLength;
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
    truncated: () => cut,
  };
};

/** Runs a program without a shell and waits for its end. Failures of the program are values; nothing is thrown. */
export const runProcess = (program: string, args: readonly string[], options: RunOptions): Promise<RunResult> =>
  new Promise((resolve) => {
    const stdout = collect(options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES);
    const stderr = collect(options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES);
    let killedBy: 'timeout' | 'abort' | undefined;
    const child = spawn(program, [...args], { cwd: options.cwd, env: options.env ?? minimalEnv(), shell: false, windowsHide: true });
    const kill = (by: 'timeout' | 'abort') => (): void => {
      killedBy = by;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(kill('timeout'), options.timeoutMs);
    const onAbort = kill('abort');
    options.signal?.addEventListener('abort', onAbort, { once: true });
    if (options.signal?.aborted) onAbort();
    const done = (result: RunResult): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      resolve(result);
    };
    child.on('error', (error) => done({ ended: 'not_started', text: error.message }));
    child.stdout.on('data', (chunk: Buffer) => stdout.add(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.add(chunk));
    // A child that exits without reading its input breaks the pipe; its exit code tells enough.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin);
    child.on('close', (code) => {
      const output = { stdout: stdout.text(), stderr: stderr.text() };
      if (code === null || killedBy) done({ ended: 'killed', by: killedBy ?? 'signal', ...output });
      else done({ ended: 'exit', code, ...output, truncated: stdout.truncated() || stderr.truncated() });
    });
  });
