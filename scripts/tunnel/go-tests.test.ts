import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNewEnough } from './find-go.ts';
import { findLongFunctions } from './go-style.ts';
import { countGoTests } from './go-tests.ts';

test('each test of Go counts once, a package does not', () => {
  const events = [
    { Action: 'output', Package: 'p', Test: 'TestA', Output: 'why\n' },
    { Action: 'fail', Package: 'p', Test: 'TestA' },
    { Action: 'pass', Package: 'p', Test: 'TestB' },
    { Action: 'skip', Package: 'p', Test: 'TestC' },
    { Action: 'fail', Package: 'p' },
  ];
  const output = `# not JSON\n${events.map((event) => JSON.stringify(event)).join('\n')}\n{broken`;
  assert.deepEqual(countGoTests(output), { passed: 1, skipped: 1, failures: [{ name: 'p TestA', text: 'why\n' }] });
});

test('Go is taken from 1.26.6 on', () => {
  for (const version of ['1.26.6', '1.26.10', '1.27', '2.0']) assert.equal(isNewEnough(version), true, version);
  for (const version of ['1.26.5', '1.26', '1.25.9', '1.9.9']) assert.equal(isNewEnough(version), false, version);
});

test('a function of Go has at most 60 lines', () => {
  const long = (lines: number): string => `func f() {\n${'\tx()\n'.repeat(lines - 2)}}\n`;
  assert.deepEqual(findLongFunctions('a.go', long(60)), []);
  assert.deepEqual(findLongFunctions('a.go', long(61)), ['a.go:1: 61 lines, at most 60']);
});
