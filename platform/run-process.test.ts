import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runProcess } from './run-process.ts';

test('FS-415: a program runs without a shell, and its end, its failure and its absence are values', async () => {
  const echo = await runProcess('printf', ['%s', '$(id); a b'], { timeoutMs: 60_000 });
  assert.deepEqual(echo, { ended: 'exit', code: 0, stdout: '$(id); a b', stderr: '', truncated: false });
  const failed = await runProcess('false', [], { timeoutMs: 60_000 });
  assert.equal(failed.ended === 'exit' && failed.code, 1);
  assert.equal((await runProcess('no-such-program', [], { timeoutMs: 60_000 })).ended, 'not_started');
});

test('FS-416: a program that runs too long or says too much is cut', async () => {
  const slow = await runProcess('sleep', ['60'], { timeoutMs: 50 });
  assert.equal(slow.ended === 'killed' && slow.by, 'timeout');
  const loud = await runProcess('yes', [], { timeoutMs: 2_000, maxOutputBytes: 1_000 });
  assert.equal(loud.ended === 'killed' && loud.stdout.length, 1_000);
  const read = await runProcess('cat', [], { timeoutMs: 60_000, stdin: 'x'.repeat(2_000), maxOutputBytes: 1_000 });
  assert.equal(read.ended === 'exit' && read.truncated, true);
});
