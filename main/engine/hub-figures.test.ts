import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../../fleet/decode.ts';
import { HubFigures } from './hub-figures.ts';

const state = (site: string, seq: number, ts: number, boot = 1): Message => ({ kind: 'state/health', site, body: { boot, seq, ts } }) as unknown as Message;
const at = (wallTs: number) => ({ wallTs, monoMs: wallTs });

test('FS-734: the clock is held against the median of the sites\' newest live states', () => {
  const figures = new HubFigures();
  assert.equal(figures.clockOffset('a'), undefined);
  for (const [index, lateMs] of [200, 300, 90_000, -3_600_000].entries()) {
    figures.note('a', state(`BL-LAB-${index}`, 1, 500_000), true, at(1_000_000));
    figures.note('a', state(`BL-LAB-${index}`, 2, 1_000_000 - lateMs), false, at(1_000_000));
    // Retained copies may be as old as they like.
    figures.note('a', state(`BL-LAB-${index}`, 3, 5), true, at(2_000_000));
    // What a reconnect sends again is older than what is known.
    figures.note('a', state(`BL-LAB-${index}`, 2, 5), false, at(2_000_000));
  }
  figures.note('a', state('BL-LAB-9', 1, 0), false, at(1_000_000));
  assert.deepEqual(figures.clockOffset('a'), { offsetMs: 300, sites: 4 });
});

test('FS-735: a hub is behind where another connected hub has had a newer state for 10 s', () => {
  const figures = new HubFigures();
  for (const hub of ['a', 'b']) figures.note(hub, state('BL-LAB-1', 7, 1), true, at(0));
  figures.note('a', state('BL-LAB-1', 8, 1), false, at(1_000));
  figures.note('a', state('BL-LAB-2', 1, 1), false, at(1_000));
  const behind = (hub: string, nowMs: number, connected = ['a', 'b']) => figures.behind(hub, connected, nowMs);
  assert.equal(behind('b', 5_000).n, 0);
  assert.deepEqual(behind('b', 12_000), { n: 2, sites: ['BL-LAB-1', 'BL-LAB-2'] });
  assert.equal(behind('a', 12_000).n, 0);
  assert.equal(behind('b', 12_000, ['b']).n, 0);
  figures.note('b', state('BL-LAB-1', 1, 1, 2), false, at(12_000));
  assert.deepEqual(behind('b', 12_000).sites, ['BL-LAB-2']);
  assert.deepEqual(behind('a', 30_000).sites, ['BL-LAB-1']);
});
