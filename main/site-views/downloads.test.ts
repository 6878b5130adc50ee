import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test, type TestContext } from 'node:test';
import type { DownloadItem } from 'electron';
import { createDownloads } from './downloads.ts';

/** As much of Electron's item as is used: a question with the system's dialog, bytes, an end. */
const offer = (ask: (item: DownloadItem) => void, byClick: boolean) => {
  let [path, state, title] = ['', 'asked', ''];
  const events = new EventEmitter();
  const item = Object.assign(events, {
    hasUserGesture: () => byClick,
    getFilename: () => 'clip.mp4',
    getSavePath: () => path,
    getReceivedBytes: () => 7,
    setSaveDialogOptions: (options: { readonly title: string }) => (title = options.title),
    cancel: () => (state = 'refused'),
  });
  ask(item as unknown as DownloadItem);
  return {
    state: () => state,
    title: () => title,
    bytes: () => events.emit('updated'),
    choose: (chosen: string) => ((path = chosen), events.emit('updated')),
    end: (how: 'completed' | 'cancelled') => events.emit('done', {}, how),
  };
};

const clockOf = (t: TestContext) => {
  let nowMs = 1_000;
  t.mock.method(performance, 'now', () => nowMs);
  return (ms: number) => (nowMs += ms);
};

test('FS-886: one download is asked about at a time, however many bytes have come before the answer', (t) => {
  clockOf(t);
  const done: unknown[] = [];
  const ask = createDownloads(() => 'BL-MUC-01', (one) => done.push(one));
  const first = offer(ask, true);
  assert.equal(first.title(), 'BL-MUC-01');
  first.bytes();
  assert.equal(offer(ask, true).state(), 'refused');
  first.choose('/downloads/clip.mp4');
  const second = offer(ask, true);
  assert.equal(second.state(), 'asked');
  // The end of the first is no answer about the second.
  first.end('completed');
  assert.equal(offer(ask, true).state(), 'refused');
  assert.deepEqual(done, [{ type: 'download', file: 'clip.mp4', bytes: 7, outcome: 'saved' }]);
});

test('FS-886: who said no is asked again only after a click or a key in the page', (t) => {
  const pass = clockOf(t);
  const ask = createDownloads(() => 'BL-MUC-01', () => undefined);
  const first = offer(ask, false);
  assert.equal(first.state(), 'asked');
  first.end('cancelled');
  assert.equal(offer(ask, true).state(), 'refused');
  pass(60_000);
  assert.equal(offer(ask, false).state(), 'refused');
  assert.equal(offer(ask, true).state(), 'asked');
});
