import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from './log.ts';

const lines = (): { readonly log: ReturnType<typeof createLog>; readonly out: string[] } => {
  const out: string[] = [];
  return { out, log: createLog({ level: 'info', write: (line) => out.push(line), nowMs: () => 0 }) };
};

test('FS-410: no secret reaches the log, by name, inside an address or as a PEM block', () => {
  const { log, out } = lines();
  log.info('connecting', {
    password: 'hunter2',
    hub: { user: 'ana', passphrase: 'hunter2', apiToken: 'hunter2', key: 'hunter2' },
    url: 'mqtts://ana:hunter2@hub.example:8883',
    error: new Error('bad mqtt://ana:hunter2@hub.example'),
    text: '-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----',
    bytes: Buffer.from('hunter2'),
  });
  assert.equal(out.length, 1);
  assert.ok(!out[0]!.includes('hunter2'), out[0]);
  assert.ok(out[0]!.includes('hub.example'));
});

test('FS-411: a line below the level is not written, and a line says its level, event and fields', () => {
  const { log, out } = lines();
  log.debug('hidden');
  log.with({ hub: 'hub-1' }).warn('shown', { n: 1 });
  assert.deepEqual(JSON.parse(out[0]!), { ts: '1970-01-01T00:00:00.000Z', level: 'warn', event: 'shown', hub: 'hub-1', n: 1 });
  assert.equal(out.length, 1);
});
