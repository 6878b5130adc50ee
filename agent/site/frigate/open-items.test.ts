import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostileCases } from '../../../fleet/testing/fixtures.ts';
import { fixture } from '../../testing/fixtures.ts';
import { addItem, closeItem, emptyItems, overdueItems } from './open-items.ts';
import type { OpenItems } from './open-items.ts';
import { parseEvent } from './review-payload.ts';
import type { FrigateEvent } from './review-payload.ts';

const eventOf = (path: string): FrigateEvent => {
  const parsed = parseEvent(fixture(path));
  assert.ok(parsed.ok);
  return parsed.item;
};

const HOUR_MS = 3_600_000;

test('FS-654: hostile 21: an end that comes first makes a closed record; a later new or update is ignored', () => {
  const end = eventOf('hostile/21-end-before-new.json');
  const first = addItem(emptyItems<FrigateEvent>(), end, 0);
  assert.equal(first.meaning, 'end');
  const later = addItem(first.items, { ...eventOf('frigate-mqtt/frigate__events.new.json'), id: end.id }, 1);
  assert.equal(later.meaning, 'none');
  assert.equal(later.items.open.size, 0);
});

test('FS-655: hostile 23: an item that never ends is overdue after N hours and can be closed once HTTP was asked', () => {
  const item = eventOf('hostile/23-never-ending.json');
  const { items, meaning } = addItem(emptyItems<FrigateEvent>(), item, 0);
  assert.equal(meaning, 'start');
  assert.deepEqual(overdueItems(items, 4 * HOUR_MS, 4 * HOUR_MS), []);
  assert.deepEqual(overdueItems(items, 4 * HOUR_MS + 1, 4 * HOUR_MS).map(({ id }) => id), [item.id]);
  assert.equal(closeItem(items, item.id).open.size, 0);
});

test('start, updates and end of one item are told as one start and one end; genai after it as facts', () => {
  const base = eventOf('frigate-mqtt/frigate__events.new.json');
  let items: OpenItems<FrigateEvent> = emptyItems();
  const meanings = (['new', 'update', 'update', 'end', 'update', 'genai'] as const).map((phase) => {
    const step = addItem(items, { ...base, phase }, 0);
    items = step.items;
    return step.meaning;
  });
  assert.deepEqual(meanings, ['start', 'none', 'none', 'end', 'none', 'facts']);
});

test('open and closed items are bounded; the oldest leave', () => {
  const base = eventOf('frigate-mqtt/frigate__events.new.json');
  let items: OpenItems<FrigateEvent> = emptyItems();
  for (let index = 0; index < 600; index += 1) items = addItem(items, { ...base, id: `open-${index}` }, index).items;
  assert.equal(items.open.size, 500);
  assert.equal(items.open.has('open-0'), false);
  for (let index = 0; index < 2_100; index += 1) items = addItem(items, { ...base, id: `e-${index}`, phase: 'end' }, index).items;
  assert.equal(items.closed.size, 2_000);
});

test('every frigate case of the hostile index has a test in this folder', () => {
  const numbers = hostileCases().filter(({ topic }) => topic.startsWith('frigate/')).map(({ file }) => file.slice(0, 2));
  assert.deepEqual(numbers.sort(), ['01', '03', '05', '21', '23', '25', '27', '29', '31']);
});
