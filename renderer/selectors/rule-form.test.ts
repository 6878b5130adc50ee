import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConsoleId } from '../../fleet/ids.ts';
import { nextRule } from '../../fleet/desk/rule-draft.ts';
import { EMPTY_RULE, formOfRule, readRuleForm, type RuleForm } from './rule-form.ts';

const author = { console: '0011aabb' as ConsoleId, by: 'ana', ts: 1_700_000_000_000 };
const read = (change: Partial<RuleForm>) => readRuleForm({ ...EMPTY_RULE, ...change });

test('FS-744: what is typed about a threshold is the rule that is sent, and comes back into the form', () => {
  const forms: readonly Partial<RuleForm>[] = [
    {},
    { way: 'tags', names: 'vip', minutes: '15', severity: 'critical' },
    { kind: 'certificate', way: 'sites', names: 'BL-LAB-1, BL-WH-N', steps: '60, 30, 7' },
    { kind: 'agent_silent', way: 'regions', names: 'North', minutes: '1.5', off: true },
  ];
  for (const change of forms) {
    const form = { ...EMPTY_RULE, ...change };
    const answer = read(change);
    assert.ok(answer.ok);
    const rule = nextRule(undefined, answer.draft, author);
    assert.deepEqual(rule && formOfRule(rule), form);
  }
  const comma = read({ minutes: '2,5', names: 'lost with "all"' });
  assert.deepEqual(comma.ok && comma.draft, { kind: 'site_offline', scope: { all: true }, after_s: 150 });
});

test('FS-744: the first field that is none is named', () => {
  const faults: readonly (readonly [Partial<RuleForm>, string])[] = [
    [{ way: 'tags', names: ' , ' }, 'names'],
    [{ way: 'sites', names: 'BL-LAB-1, nowhere' }, 'sites'],
    [{ minutes: '0.5' }, 'minutes'],
    [{ minutes: 'soon' }, 'minutes'],
    [{ minutes: '100000' }, 'minutes'],
    [{ kind: 'certificate', steps: '30, -1' }, 'steps'],
    [{ kind: 'certificate', steps: '1,2,3,4,5,6,7,8,9' }, 'steps'],
  ];
  for (const [change, fault] of faults) assert.deepEqual(read(change), { ok: false, fault });
  assert.equal(read({ kind: 'certificate', minutes: 'of another kind' }).ok, true);
});
