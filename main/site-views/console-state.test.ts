import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SiteId } from '../../fleet/ids.ts';
import type { OpenConsole } from '../../fleet/tunnel/opening.ts';
import type { TunnelNotice } from '../../fleet/tunnel/process.ts';
import { atStep, failed, opened, startOpening, withFigures } from './console-state.ts';

const front = { id: 'nvr', host: 'bl-lab-1.tail.example', port: 8971, scheme: 'https' } as const;
const fresh = startOpening('BL-LAB-1' as SiteId, front, 'Lab');
const figures = (answers: boolean): Extract<TunnelNotice, { type: 'console-figures' }> => ({
  type: 'console-figures',
  key: fresh.key,
  path: { kind: 'relayed', relay: 'fra' },
  latencyMs: 30,
  receivedBytes: 7,
  sentBytes: 5,
  refused: 1,
  answers,
});
const connecting = atStep(atStep(fresh, 'find_site', 10), 'connect', 20);

test('FS-871: figures of an answering site do not open a console, only its page does', () => {
  assert.equal(withFigures(connecting, figures(true)).phase, 'opening');
  assert.equal(withFigures(connecting, figures(false)).phase, 'opening');
  assert.equal(opened(connecting, 30).phase, 'open');
});

test('FS-871: an open console whose site stops answering is stalled, and open when it answers again', () => {
  const open = opened(connecting, 30);
  const stalled = withFigures(open, figures(false));
  assert.equal(stalled.phase, 'stalled');
  assert.equal(withFigures(stalled, figures(true)).phase, 'open');
  assert.equal(withFigures(failed(open, 'relay_gone', 40), figures(true)).phase, 'failed');
});

test('each step has its time; one that is told twice goes on', () => {
  const steps = (state: OpenConsole) => state.steps;
  assert.deepEqual(steps(connecting), [{ step: 'find_site', startTs: 10, endTs: 20 }, { step: 'connect', startTs: 20 }]);
  assert.deepEqual(steps(atStep(connecting, 'connect', 25)), steps(connecting));
  assert.deepEqual(steps(opened(connecting, 30)).at(-1), { step: 'connect', startTs: 20, endTs: 30 });
});

test('a failure says which side it is on, and is forgotten when the way goes on', () => {
  const gone = failed(connecting, 'certificate_changed', 30, { certificate: { pinned: 'a', shown: 'b' } });
  assert.deepEqual(gone.failure, { code: 'certificate_changed', side: 'site', ts: 30, certificate: { pinned: 'a', shown: 'b' } });
  assert.equal(atStep(gone, 'find_site', 40).failure, undefined);
  assert.equal(opened(gone, 40).failure, undefined);
});
