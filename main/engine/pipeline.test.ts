import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../../fleet/decode.ts';
import { emptyFleet, tablesOf } from '../../fleet/state.ts';
import { createClock } from '../../platform/clock.ts';
import { silentLog } from '../../platform/log.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import type { FloodGate } from './flood-gate.ts';
import { HubFigures } from './hub-figures.ts';
import { BoundedInbox } from './inbox.ts';
import { Pipeline, type PipelineParts } from './pipeline.ts';
import { createQuarantine } from './quarantine.ts';
import { TestSite, type TestDocument } from './site-speaker.test-support.ts';
import type { StoreBatch } from './store/batch.ts';

const OPEN_GATE: FloodGate = { judge: () => 'pass', due: () => [], committed: () => undefined };

const setUp = (parts: Partial<PipelineParts> = {}, refuse: () => string | undefined = () => undefined) => {
  /** What happened, in order. */
  const trace: string[] = [];
  const batches: StoreBatch[] = [];
  const clock = createClock({ speed: 1, baseMs: 0 });
  const inbox = new BoundedInbox(() => pipeline.wake(), () => undefined);
  const pipeline: Pipeline = new Pipeline(emptyFleet({ consoleId: '0011aabb', hubs: ['h'], showAllAsAdopted: true }), {
    inbox,
    clock,
    log: silentLog(),
    random: () => 0,
    flood: OPEN_GATE,
    quarantine: createQuarantine(),
    figures: new HubFigures(),
    writer: {
      commit: (batch, durable) => {
        const code = refuse();
        trace.push(code === undefined ? `commit ${durable ? 'durable' : 'lazy'}` : code);
        if (code !== undefined) throw Object.assign(new Error(code), { code });
        batches.push(batch);
      },
    },
    acknowledge: (_hub, _connection, ids) => trace.push(`ack ${ids.join(',')}`),
    onCommitted: ({ changes }) => trace.push(`delta sites=${[...changes.sites.keys()].join(',')} notices=${[...changes.notices].map(([id, record]) => `${id}:${record?.kind ?? 'gone'}`).join(',')}`),
    onRequest: () => undefined,
    onDamaged: () => trace.push('damaged'),
    ...parts,
  });
  let id = 0;
  const receive = ({ topic, payload, qos, retain }: TestDocument): void => {
    id += 1;
    inbox.push({ hub: 'h', connection: 1, at: clock.at(), packet: { topic, payload: Buffer.from(payload), qos, retain, messageId: id } });
  };
  return { trace, batches, pipeline, inbox, receive };
};

test('FS-460: first the commit, then the acknowledgement, then the change on screen', async () => {
  const { trace, receive } = setUp();
  const site = new TestSite('BL-LAB-1');
  receive(site.alert(1));
  receive(site.alert(2));
  await waitFor('the batch', () => trace.length === 3);
  assert.deepEqual(trace, ['commit durable', 'ack 1,2', 'delta sites=BL-LAB-1 notices=']);
});

test('FS-461: states need no acknowledgement and no wait for the disk', async () => {
  const { trace, receive } = setUp();
  receive(new TestSite('BL-LAB-1').health());
  await waitFor('the batch', () => trace.length === 2);
  assert.deepEqual(trace, ['commit lazy', 'delta sites=BL-LAB-1 notices=']);
});

test('FS-462: a batch that the database refuses leaves no change and no acknowledgement, only a notice; it is tried again whole', async () => {
  let refusals = 2;
  const { trace, batches, pipeline, receive } = setUp({}, () => ((refusals -= 1) >= 0 ? 'SQLITE_FULL' : undefined));
  const site = new TestSite('BL-LAB-1');
  receive(site.health());
  receive(site.alert(1));
  await waitFor('the refusal', () => trace.length === 2);
  assert.deepEqual(trace, ['SQLITE_FULL', 'delta sites= notices=store:disk_full']);
  assert.equal(pipeline.isBlocked, true);
  assert.deepEqual(Object.keys(tablesOf(pipeline.state).sites), []);
  await waitFor('the commit', () => trace.length === 7);
  assert.deepEqual(trace.slice(2), ['SQLITE_FULL', 'commit durable', 'ack 2', 'delta sites=BL-LAB-1 notices=', 'delta sites= notices=store:gone']);
  assert.deepEqual([batches[0]?.documents.size, batches[0]?.history.length], [1, 1]);
});

test('FS-463: what does not decode is acknowledged, counted and kept as a sample; it stops nothing', async () => {
  const quarantine = createQuarantine();
  const { trace, pipeline, receive } = setUp({ quarantine });
  receive({ topic: 'fleet/v1/BL-LAB-1/event/alert', payload: '{"v":1', qos: 1, retain: false });
  receive(new TestSite('BL-LAB-1').alert(1));
  await waitFor('the batch', () => trace.length === 3);
  assert.equal(trace[1], 'ack 1,2');
  assert.deepEqual(quarantine.samples().map(({ reason, head }) => [reason, head]), [['json', '{"v":1']]);
  assert.equal(Object.keys(tablesOf(pipeline.state).alerts).length, 1);
});

test('FS-464: of several states of one topic in a batch one row is written, the last', async () => {
  const { batches, receive } = setUp();
  const site = new TestSite('BL-LAB-1');
  for (let n = 0; n < 10; n += 1) receive(site.health('ok', { cpu_pct: n }));
  const [batch] = await waitFor('the batch', () => (batches.length === 1 ? batches : undefined));
  const [document] = [...batch!.documents.values()];
  assert.equal(batch!.documents.size, 1);
  assert.equal(document && 'body' in document && (JSON.parse(document.body.toString()) as { cpu_pct: number }).cpu_pct, 9);
});

test('FS-467: a message that the fold cannot take costs itself alone: it is counted, the rest of its batch is committed', async () => {
  const { trace, batches, pipeline, inbox, receive } = setUp();
  const message = { kind: 'state/health', site: 'BL-LAB-2', body: undefined } as unknown as Message;
  receive(new TestSite('BL-LAB-1').health());
  inbox.pushEvent({ type: 'message', at: { wallTs: 1, monoMs: 1 }, hub: 'h', retained: false, message });
  receive(new TestSite('BL-LAB-3').health());
  await waitFor('the batch', () => trace.length === 2);
  const { sites, counters } = tablesOf(pipeline.state);
  assert.deepEqual(Object.keys(sites).sort(), ['BL-LAB-1', 'BL-LAB-3']);
  assert.equal(counters['internal_error']?.n, 1);
  assert.equal(batches[0]?.documents.size, 2);
});

test('FS-465: damage found while writing ends the engine instead of going on beside it', async () => {
  const { trace, receive } = setUp({}, () => 'SQLITE_CORRUPT');
  receive(new TestSite('BL-LAB-1').health());
  await waitFor('the damage', () => trace.includes('damaged'));
  assert.deepEqual(trace, ['SQLITE_CORRUPT', 'damaged']);
});

test('FS-494: an orderly end folds at once what is held and what has arrived', () => {
  const { batches, pipeline, receive } = setUp();
  const site = new TestSite('BL-LAB-1');
  for (let n = 0; n < 3; n += 1) receive({ ...site.health('ok', { cpu_pct: n }), retain: false });
  pipeline.drain();
  assert.equal(batches.length, 2);
  const last = [...(batches.at(-1)?.documents.values() ?? [])][0];
  assert.equal(last && 'body' in last && (JSON.parse(last.body.toString()) as { cpu_pct: number }).cpu_pct, 2);
});
