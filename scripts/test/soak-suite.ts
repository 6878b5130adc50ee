import { spawn } from 'node:child_process';
import { root } from '../paths.ts';
import type { Counts } from './counts.ts';
import { noteFailure } from './failures.ts';

/** Three real minutes and as many simulated hours as fit beside them; `npm run soak` runs it whole. */
const soakArgs = ['agent/soak/index.ts', '--minutes', '3', '--hours', '120'];

/** Starts the agent's soak beside the other suites: it waits more than it works. Resolves with what it found. */
export function startSoak(): Promise<Counts> {
  const begin = performance.now();
  const soak = spawn(process.execPath, soakArgs, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  process.on('exit', () => soak.kill());
  let output = '';
  soak.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  soak.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => {
    soak.once('close', (code) => {
      console.log(`agent soak took ${((performance.now() - begin) / 1000).toFixed(1)} s: ${code === 0 ? 'no faults' : 'faults'}`);
      if (code !== 0) console.log(output);
      if (code !== 0) noteFailure(`agent soak: ${output.trimEnd().split('\n').at(-1)}`);
      resolve({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });
    });
  });
}
