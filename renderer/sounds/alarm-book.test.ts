import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertRecord } from '../../fleet/model/alert.ts';
import type { FleetPicture, PictureChange } from '../fleet-picture.ts';
import { AlarmBook, CALL_AGAIN_MS, CALLS_MOST, type Moment, type Sounding } from './alarm-book.ts';

const START = 1_000_000;
const at = (ms: number): Moment => ({ ts: START + ms, ms });

const alert = (id: string, change: Partial<AlertRecord> = {}): AlertRecord => ({
  ...{ key: `BL-LAB-1/${id}`, id, source: 'agent', kind: 'nvr_down', severity: 'critical', object: 'nvr:nvr', rev: 1 },
  ...{ state: 'open', occurredTs: START, receivedTs: START, values: {}, quiet: false },
  ...change,
});

/** A window that is drawn each time something is told. */
const desk = () => {
  const book = new AlarmBook();
  let alerts: Record<string, AlertRecord> = {};
  const tell = (ms: number, records: readonly AlertRecord[], all = false): Sounding | undefined => {
    alerts = { ...alerts, ...Object.fromEntries(records.map((record) => [record.key, record])) };
    const after = { tables: { alerts } } as unknown as FleetPicture;
    const change: PictureChange = { before: after, after, all, keys: { alerts: records.map(({ key }) => key) } };
    return book.learn(change, at(ms));
  };
  return { tell, tick: (ms: number) => book.tick(alerts, at(ms)) };
};

test('FS-745: a new alert sounds once; what stood open before, backlog and all that is quiet does not', () => {
  const { tell, tick } = desk();
  assert.equal(tell(0, [alert('old', { receivedTs: START - 60_000 })], true), undefined);
  assert.equal(tell(1_000, [alert('a', { receivedTs: START + 1_000 })]), 'critical');
  assert.equal(tell(5_000, [alert('a', { receivedTs: START + 1_000, rev: 2 })]), undefined);
  assert.equal(tell(6_000, [alert('late', { receivedTs: START - 1 })]), undefined);
  const silent = [alert('q', { quiet: true }), alert('i', { severity: 'info' }), alert('c', { state: 'closed' })];
  assert.equal(tell(7_000, silent), undefined);
  assert.equal(tell(8_000, [alert('w', { severity: 'warning' })]), 'warning');
  // A picture after a restart of the engine tells everything again.
  assert.equal(tell(20_000, [alert('w', { severity: 'warning' }), alert('a')], true), undefined);
  assert.equal(tick(20_900), undefined);
});

test('FS-745: a warning that becomes critical sounds again, one that somebody has does not', () => {
  const { tell } = desk();
  tell(0, [], true);
  assert.equal(tell(1_000, [alert('a', { severity: 'warning' })]), 'warning');
  assert.equal(tell(4_000, [alert('a', { rev: 2 })]), 'critical');
  const owner = { by: 'ana', console: '0011aabb', ts: START };
  const free = { acked: false, notes: 0 };
  const handled = [
    { ...free, acked: true },
    { ...free, owner },
    { ...free, snoozedUntilTs: START + 90_000 },
    { ...free, resolvedRev: 1 },
  ];
  assert.equal(tell(8_000, handled.map((handling, index) => alert(`h${index}`, { handling }))), undefined);
  // Its snooze is over, or its maintenance: then it is news.
  assert.equal(tell(100_000, [alert('h2', { handling: free })]), 'critical');
});

test('FS-745: what stood open before the window does not call again either', () => {
  const { tell, tick } = desk();
  tell(0, [alert('old', { receivedTs: START - 60_000 })], true);
  for (let ms = 0; ms < 90_000; ms += 1_000) assert.equal(tick(ms), undefined);
});

test('FS-746: what comes together is one sound, the worst; a second one waits until the first is over', () => {
  const { tell, tick } = desk();
  tell(0, [], true);
  const severityOf = (index: number) => (index === 17 ? 'critical' : 'warning');
  const many = Array.from({ length: 40 }, (_, index) => alert(`m${index}`, { severity: severityOf(index) }));
  assert.equal(tell(1_000, many), 'critical');
  assert.equal(tell(1_100, [alert('next')]), undefined);
  assert.equal(tell(1_200, [alert('soft', { severity: 'warning' })]), undefined);
  assert.equal(tick(2_000), undefined);
  assert.equal(tick(3_000), 'critical');
  assert.equal(tick(4_000), undefined);
});

test('FS-747: a critical alert calls again every 20 s while nobody has it, nine times in all', () => {
  const { tell, tick } = desk();
  tell(0, [], true);
  let heard = tell(1_000, [alert('a')]) === 'critical' ? 1 : 0;
  for (let ms = 2_000; ms < 600_000; ms += 1_000) if (tick(ms) === 'critical') heard += 1;
  assert.equal(heard, CALLS_MOST);
  const other = desk();
  other.tell(0, [], true);
  other.tell(1_000, [alert('a'), alert('w', { severity: 'warning' })]);
  assert.equal(other.tick(1_000 + CALL_AGAIN_MS), 'critical');
  other.tell(30_000, [alert('a', { handling: { acked: true, notes: 0 } })]);
  for (let ms = 31_000; ms < 120_000; ms += 1_000) assert.equal(other.tick(ms), undefined);
});
