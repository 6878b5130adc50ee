import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '../../../platform/log.ts';
import type { HttpAnswer, HttpFault } from './http-answer.ts';
import { logFaults } from './http-log.ts';

test('a fault is said once, not each half minute; 404 is no fault', async () => {
  const lines: string[] = [];
  const log = createLog({ level: 'info', write: (line) => void lines.push(line), nowMs: () => 0 });
  const answers: (HttpFault | 'ok')[] = ['ok', 'ok', 'login', 'login', 'missing', 'slow', 'ok', 'missing'];
  const http = logFaults(
    {
      faults: new Map(),
      get: (): Promise<HttpAnswer> => {
        const next = answers.shift() ?? 'ok';
        return Promise.resolve(next === 'ok' ? { ok: true, body: new Uint8Array() } : { ok: false, fault: next });
      },
    },
    log,
  );
  while (answers.length > 0) await http.get('/api/version');
  assert.deepEqual(lines.map((line) => (JSON.parse(line) as { fault?: string }).fault ?? 'answers'), ['login', 'slow', 'answers']);
});
