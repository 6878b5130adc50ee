import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterKey, keptTabs, pressOf, withBeside, withCurrent } from './console-tabs.ts';

const keys = ['A/nvr', 'B/nvr', 'C/nvr'];
const key = (key: string, more: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  pressOf({ key, ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, ...more });

test('FS-879: numbers lead to a console, Tab goes round', () => {
  assert.equal(afterKey({ action: 'tab', n: 2 }, { current: 'A/nvr' }, keys), 'B/nvr');
  assert.equal(afterKey({ action: 'tab', n: 9 }, { current: 'A/nvr' }, keys), undefined);
  assert.equal(afterKey({ action: 'next' }, { current: 'C/nvr' }, keys), 'A/nvr');
  assert.equal(afterKey({ action: 'previous' }, { current: 'A/nvr' }, keys), 'C/nvr');
  assert.equal(afterKey({ action: 'previous' }, { current: 'C/nvr' }, keys), 'B/nvr');
  assert.equal(afterKey({ action: 'next' }, {}, []), undefined);
});

test('FS-879: two consoles stand side by side; the one beside keeps its place', () => {
  const both = withBeside({ current: 'A/nvr' }, 'B/nvr');
  assert.deepEqual(both, { current: 'A/nvr', beside: 'B/nvr' });
  assert.deepEqual(withCurrent(both, 'C/nvr'), { current: 'C/nvr', beside: 'B/nvr' });
  assert.deepEqual(withCurrent(both, 'B/nvr'), { current: 'B/nvr', beside: 'A/nvr' });
  assert.deepEqual(withBeside(both, 'B/nvr'), { current: 'A/nvr' });
  assert.deepEqual(withBeside({}, 'B/nvr'), { current: 'B/nvr' });
  assert.deepEqual(withCurrent({ current: 'A/nvr' }, 'B/nvr'), { current: 'B/nvr' });
});

test('FS-879: a console that is closed leaves what is left of the choice', () => {
  assert.deepEqual(keptTabs({ current: 'A/nvr', beside: 'B/nvr' }, ['B/nvr', 'C/nvr']), { current: 'B/nvr' });
  assert.deepEqual(keptTabs({ current: 'A/nvr', beside: 'B/nvr' }, keys), { current: 'A/nvr', beside: 'B/nvr' });
  assert.deepEqual(keptTabs({ current: 'A/nvr' }, ['B/nvr', 'C/nvr']), { current: 'C/nvr' });
  assert.deepEqual(keptTabs({ current: 'A/nvr' }, []), {});
});

test('keys of the window: with Ctrl or Command, and nothing else of it', () => {
  assert.deepEqual(key('4'), { action: 'tab', n: 4 });
  assert.deepEqual(key('Tab', { shiftKey: true }), { action: 'previous' });
  assert.equal(key('4', { ctrlKey: false }), undefined);
  assert.equal(key('4', { altKey: true }), undefined);
  assert.equal(key('k'), undefined);
});
