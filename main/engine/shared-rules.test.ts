import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { RuleDraft } from '../../fleet/desk/rule-draft.ts';
import type { RuleOutcome, SharedRules } from '../../fleet/ipc.ts';
import { deskTopic } from '../../fleet/topics.ts';
import { dynamicSecurityLines } from '../../platform/dynamic-security.test-support.ts';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { runEngine, temporaryDir, testConfig, testHub, type TestEngine } from './engine.test-support.ts';
import { connectPublisher } from './site-speaker.test-support.ts';

const LONGER: RuleDraft = { kind: 'site_offline', scope: { tags: ['vip'] }, after_s: 900 };

const folderFor = (t: TestContext): string => {
  const { path, remove } = temporaryDir();
  t.after(remove);
  return path;
};

const startFor = (t: TestContext, ...args: Parameters<typeof testConfig>): TestEngine => {
  const running = runEngine(testConfig(...args), { random: () => 0 });
  t.after(running.stop);
  return running;
};

const read = async ({ window }: TestEngine): Promise<SharedRules> => ((await window.ask({ name: 'rules' })) as { readonly value: SharedRules }).value;

const set = async ({ window }: TestEngine, draft: RuleDraft | 'gone', id?: string): Promise<RuleOutcome> =>
  ((await window.ask({ name: 'set-rule', draft, ...(id === undefined ? {} : { rule: id }) })) as { readonly value: RuleOutcome }).value;

test('FS-741: a shared threshold reaches the other console, a changed one its every reader; one taken back stands nowhere', async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const own = startFor(t, folderFor(t), [testHub(broker.url)], { showAllAsAdopted: false });
  const other = startFor(t, folderFor(t), [testHub(broker.url)], { showAllAsAdopted: false, consoleId: 'ffffffff' });
  const outcome = await set(own, LONGER);
  assert.ok(outcome.ok);
  const known = await waitFor('the rule elsewhere', async () => (await read(other)).rules.find(({ id }) => id === outcome.id));
  assert.deepEqual([known.rule.n, known.rule.after_s, known.rule.console], [1, 900, '0011aabb']);
  assert.equal((await set(other, { ...LONGER, after_s: 1_200 }, outcome.id)).ok, true);
  await waitFor('the change', async () => (await read(own)).rules[0]?.rule.after_s === 1_200);
  const [beaten] = (await read(own)).beaten;
  assert.deepEqual([beaten?.rule.after_s, beaten?.atOnce], [900, false]);
  assert.equal((await set(own, 'gone', outcome.id)).ok, true);
  await waitFor('its end', async () => (await read(other)).rules.length === 0);
});

test('FS-742: of two versions written at once the loser stays in the history, over restarts and once only', async (t) => {
  const broker = await startMosquitto();
  t.after(() => broker.dispose());
  const folder = folderFor(t);
  const first = startFor(t, folder, [testHub(broker.url)], { showAllAsAdopted: false });
  const publisher = await connectPublisher(broker.url);
  t.after(() => publisher.close());
  const outcome = await set(first, LONGER);
  assert.ok(outcome.ok);
  const rival = { v: 1, n: 1, console: 'ffffffff', by: 'ben', ts: 1_700_000_000_000, kind: 'site_offline', scope: { all: true }, after_s: 120 };
  const message = { topic: deskTopic('desk/rule', outcome.id), payload: JSON.stringify(rival), qos: 1, retain: true } as const;
  await publisher.send(message);
  await waitFor('the winner', async () => (await read(first)).rules[0]?.rule.by === 'ben');
  await first.stop();
  const again = startFor(t, folder, [testHub(broker.url)], { showAllAsAdopted: false });
  await again.window.until('live', () => again.window.live);
  const { rules, beaten } = await read(again);
  assert.deepEqual([rules.length, rules[0]?.rule.after_s], [1, 120]);
  assert.deepEqual(beaten.map(({ id, by, atOnce, rule }) => [id, by, atOnce, rule.after_s]), [[outcome.id, 'ben', true, 900]]);
});

test('FS-743: a console that may only look sets no threshold, and nonsense is none', async (t) => {
  const viewer = { user: 'viewer', password: 'pw', deniedWrites: ['fleet/v1/_desk/#', 'fleet/v1/+/cmd/req', 'fleet/v1/+/hint/git'] };
  const broker = await startMosquitto({ extra: dynamicSecurityLines(folderFor(t), [viewer]).join('\n') });
  t.after(() => broker.dispose());
  const looking = startFor(t, folderFor(t), [testHub(broker.url, 'hub-1', viewer)], { showAllAsAdopted: false });
  await looking.window.until('read only', ({ hubs }) => hubs['hub-1']?.readOnly === true);
  assert.equal((await read(looking)).mayWrite, false);
  assert.deepEqual(await set(looking, LONGER), { ok: false, code: 'read_only' });

  const alone = startFor(t, folderFor(t), []);
  const nonsense = [
    { ...LONGER, kind: 'camera_offline' },
    { ...LONGER, after_s: 1 },
    { ...LONGER, scope: {} },
    { ...LONGER, scope: { all: true, tags: ['vip'] } },
    { ...LONGER, scope: { sites: ['no site'] } },
    { ...LONGER, steps_d: [7] },
    { kind: 'certificate', scope: { all: true }, steps_d: [] },
    { kind: 'certificate', scope: { all: true }, after_s: 900 },
  ] as unknown as readonly RuleDraft[];
  for (const draft of nonsense) assert.deepEqual(await set(alone, draft), { ok: false, code: 'invalid' }, JSON.stringify(draft));
  assert.deepEqual(await set(alone, LONGER, 'no-such-rule'), { ok: false, code: 'invalid' });
  assert.deepEqual(await set(alone, 'gone'), { ok: false, code: 'invalid' });
  assert.equal((await set(alone, { ...LONGER, off: true })).ok, true);
  await waitFor('the rule of a console without hubs', async () => (await read(alone)).rules[0]?.rule.off === true);
});
