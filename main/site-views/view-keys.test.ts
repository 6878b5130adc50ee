import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewKeyOf } from './view-keys.ts';

const key = (text: string): ReturnType<typeof viewKeyOf> => {
  const parts = text.split(' ');
  const has = (name: string): boolean => parts.slice(0, -1).includes(name);
  const input = { type: 'keyDown', key: parts.at(-1)!, control: has('Ctrl'), shift: has('Shift'), alt: has('Alt'), meta: has('Meta') };
  return viewKeyOf(input, false);
};

test('FS-876: the keys between consoles and out of the page work while the page has the focus', () => {
  assert.deepEqual(key('Ctrl 3'), { action: 'tab', n: 3 });
  assert.deepEqual(key('Meta 9'), { action: 'tab', n: 9 });
  assert.deepEqual([key('Ctrl Tab'), key('Ctrl Shift Tab')], [{ action: 'next' }, { action: 'previous' }]);
  assert.deepEqual([key('F6'), key('Ctrl k'), key('Ctrl w')], [{ action: 'frame' }, { action: 'palette' }, { action: 'close' }]);
  assert.deepEqual([key('Alt ArrowLeft'), key('F5'), key('Ctrl r')], [{ action: 'back' }, { action: 'reload' }, { action: 'reload' }]);
});

test('FS-876: zoom and developer tools are nobody\'s; a developer has the latter', () => {
  for (const text of ['Ctrl +', 'Ctrl -', 'Ctrl 0', 'Ctrl =', 'Ctrl Shift i', 'F12']) assert.deepEqual(key(text), { action: 'none' }, text);
  const tools = { type: 'keyDown', key: 'I', control: true, shift: true, alt: false, meta: false };
  assert.equal(viewKeyOf(tools, true), undefined);
});

test('what is typed is the page\'s, and a key is taken once, when it goes down', () => {
  for (const text of ['a', '3', 'Enter', 'Ctrl a', 'Ctrl c', 'Ctrl v', 'Alt a', 'Tab', 'ArrowLeft', 'Ctrl Alt k']) assert.equal(key(text), undefined, text);
  assert.equal(viewKeyOf({ type: 'keyUp', key: 'F6', control: false, shift: false, alt: false, meta: false }, false), undefined);
});
