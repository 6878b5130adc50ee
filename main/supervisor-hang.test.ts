import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { test } from 'node:test';
import type { EngineProcessState } from '../fleet/ipc.ts';
import { waitFor } from '../platform/wait-for.test-support.ts';
import { Supervisor } from './supervisor.ts';
import { createWatchdog } from './watchdog.ts';

/** Says that it is alive twenty times a second, on a pipe. */
const CHILD = 'setInterval(() => process.stdout.write("."), 50)';

const setTimer = (run: () => void, ms: number): (() => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

test('FS-738: a process that hangs is ended by force, started anew, and that is said', async (t) => {
  const children: ChildProcess[] = [];
  const states: EngineProcessState[] = [];
  const supervisor = new Supervisor({
    start: ({ onReady, onBeat, onExit }) => {
      const child = spawn(process.execPath, ['-e', CHILD], { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env } });
      children.push(child);
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.once('exit', (_code, signal) => onExit(`ended by ${String(signal)}`));
      child.stdout.once('data', onReady).on('data', onBeat);
      return {
        end: (graceMs) => {
          setTimeout(() => child.kill('SIGKILL'), graceMs);
          return gone;
        },
      };
    },
    onState: (state) => states.push(state),
    delayMs: () => 10,
    now: Date.now,
    setTimer,
    beats: { beatMs: 1_000, missed: 2 },
  });
  t.after(() => {
    for (const child of children) child.kill('SIGKILL');
    return supervisor.stop();
  });
  supervisor.start();
  await waitFor('running', () => states.at(-1)?.state === 'running');
  children[0]?.kill('SIGSTOP');
  const restarting = await waitFor('restarting', () => states.find((state) => state.state === 'restarting'));
  assert.equal(restarting.hung, true);
  const running = await waitFor('the next life', () => (states.at(-1)?.state === 'running' ? states.at(-1) : undefined));
  assert.ok(running.state === 'running');
  assert.deepEqual([running.restarts, running.last?.hung, running.last?.text], [1, true, 'ended by SIGKILL']);
  assert.equal(children.length, 2);
});

test('FS-739: after the sleep of this computer nobody is called hung; before the first sign of life nobody is watched', () => {
  const timers: (() => void)[] = [];
  const clock = { ms: 0 };
  let hung = 0;
  const watchdog = createWatchdog({
    plan: { beatMs: 100, missed: 2 },
    now: () => clock.ms,
    setTimer: (run) => {
      timers.push(run);
      return () => void timers.splice(timers.indexOf(run), 1);
    },
    onHung: () => (hung += 1),
  });
  const look = (afterMs: number): void => {
    clock.ms += afterMs;
    timers.shift()?.();
  };
  assert.equal(timers.length, 0);
  watchdog.beat();
  look(100);
  look(100);
  look(3_600_000);
  look(100);
  watchdog.beat();
  look(100);
  look(100);
  assert.equal(hung, 0);
  look(100);
  assert.equal(hung, 1);
  assert.equal(timers.length, 0);
});
