import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineProcessState } from '../fleet/ipc.ts';
import { Supervisor, type ChildEvents } from './supervisor.ts';

/** Children, timers and clock in the test's hands. */
const bench = () => {
  const lives: (ChildEvents & { ended: boolean })[] = [];
  const states: EngineProcessState[] = [];
  const timers: { run: () => void; ms: number }[] = [];
  const clock = { ms: 1_000_000 };
  const supervisor = new Supervisor({
    start: (events) => {
      const life = { ...events, ended: false };
      lives.push(life);
      return {
        end: () => {
          life.ended = true;
          life.onExit('asked to end');
          return Promise.resolve();
        },
      };
    },
    onState: (state) => states.push(state),
    delayMs: (attempt) => attempt * 100,
    now: () => clock.ms,
    setTimer: (run, ms) => {
      const timer = { run, ms };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  });
  const fire = (): number => {
    const timer = timers.shift();
    assert(timer);
    clock.ms += timer.ms;
    timer.run();
    return timer.ms;
  };
  const last = () => {
    const life = lives.at(-1);
    assert(life);
    return life;
  };
  return { supervisor, lives, states, timers, clock, fire, last };
};

test('a process that dies comes back, and each step is told', () => {
  const { supervisor, states, fire, last, clock } = bench();
  supervisor.start();
  last().onReady();
  clock.ms += 70_000;
  last().onExit('killed');
  fire();
  last().onReady();
  assert.deepEqual(states, [
    { state: 'starting' },
    { state: 'running' },
    { state: 'restarting', sinceTs: 1_070_000, restarts: 1, nextTryTs: 1_070_100 },
    { state: 'running', restarts: 1, last: { ts: 1_070_000, text: 'killed', hung: false } },
  ]);
});

test('delays grow while it dies young and start anew after a steady life', () => {
  const { supervisor, fire, last, clock } = bench();
  supervisor.start();
  const waits: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    last().onReady();
    last().onExit('killed');
    waits.push(fire());
  }
  last().onReady();
  clock.ms += 60_000;
  last().onExit('killed');
  waits.push(fire());
  assert.deepEqual(waits, [100, 200, 300, 100]);
});

test('a process that never answers is called failed with its last words, and is still tried', () => {
  const { supervisor, states, fire, last } = bench();
  supervisor.start();
  for (let n = 0; n < 6; n += 1) {
    last().onExit('Error: no database');
    fire();
  }
  assert.deepEqual(states.at(-1), { state: 'failed', sinceTs: 1_000_000, restarts: 6, text: 'Error: no database' });
  last().onReady();
  assert.equal(states.at(-1)?.state, 'running');
});

test('stop ends the process and nothing follows, not even from a waiting timer', async () => {
  const { supervisor, lives, timers, last } = bench();
  supervisor.start();
  last().onReady();
  await supervisor.stop();
  assert.equal(last().ended, true);
  assert.equal(timers.length, 0);

  supervisor.start();
  last().onExit('killed');
  assert.equal(timers.length, 1);
  await supervisor.stop();
  assert.equal(timers.length, 0);
  assert.equal(lives.length, 2);
});

test('a restart that was asked for comes at once and is no failure', async () => {
  const { supervisor, lives, states, last } = bench();
  supervisor.start();
  last().onReady();
  await Promise.all([supervisor.restart(), supervisor.restart()]);
  assert.equal(lives.length, 2);
  last().onReady();
  assert.deepEqual(
    states.map(({ state }) => state),
    ['starting', 'running', 'starting', 'running'],
  );
});
