import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConsoleId, SiteId } from '../ids.ts';
import { decodeBody } from '../decode.ts';
import type { DeskRule } from '../wire/desk-rule.ts';
import { nextRule } from './rule-draft.ts';

const author = { console: '0011aabb' as ConsoleId, by: 'ana', ts: 1_700_000_000_000 };

test('FS-740: a changed rule replaces all that people decide, counts on, and keeps what newer consoles wrote', () => {
  const first = nextRule(undefined, { kind: 'certificate', scope: { all: true }, steps_d: [7, 90, 30, 7], severity: 'critical', off: true }, author);
  assert.deepEqual(first, { v: 1, n: 1, ...author, kind: 'certificate', scope: { all: true }, steps_d: [90, 30, 7], severity: 'critical', off: true });
  const newer = { ...first, colour: 'blue' } as unknown as DeskRule;
  const scope = { sites: ['BL-LAB-1' as SiteId] };
  const second = nextRule(newer, { kind: 'site_offline', scope, after_s: 600 }, { ...author, by: 'ben' });
  assert.deepEqual(second, { v: 1, n: 2, ...author, by: 'ben', kind: 'site_offline', scope, after_s: 600, colour: 'blue' });
  assert.equal(decodeBody('desk/rule', second).ok, true);
});

test('FS-740: a rule that is taken back stays as a document that says so, and may come again', () => {
  const rule = nextRule(undefined, { kind: 'agent_silent', scope: { all: true }, after_s: 900 }, author);
  const gone = nextRule(rule, 'gone', author);
  assert.deepEqual(gone, { ...rule, n: 2, gone: true });
  assert.equal(nextRule(undefined, 'gone', author), undefined);
  const again = nextRule(gone, { kind: 'agent_silent', scope: { all: true } }, author);
  assert.deepEqual([again?.n, again?.gone, again?.after_s], [3, undefined, undefined]);
});
