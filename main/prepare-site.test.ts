import assert from 'node:assert/strict';
import { createReadStream, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { extract } from 'tar-stream';
import type { HubSetting } from '../fleet/ipc.ts';
import type { HubId } from '../fleet/model/hub.ts';
import type { SiteKitForm, SiteKitOutcome } from '../fleet/prepare-site.ts';
import { readSiteKit } from '../fleet/site-kit.ts';
import { createAuthority } from '../platform/certificates.test-support.ts';
import { createPrepareHandlers } from './prepare-site-handlers.ts';

const dir = mkdtempSync(join(tmpdir(), 'fleet-kit-'));
const authority = createAuthority();
after(() => {
  rmSync(dir, { recursive: true, force: true });
  authority.dispose();
});
const DEB = 'blocao-agent_0.1.0_arm64.deb';
writeFileSync(join(dir, DEB), 'a package');
writeFileSync(join(dir, 'other.deb'), 'not ours');

const hub = (id: string, caFile?: string): HubSetting => ({ id: id as HubId, name: id, url: 'mqtts://hub.example', ...(caFile === undefined ? {} : { caFile }) });
const FORM: SiteKitForm = {
  site: 'BL-LAB-1',
  description: { name: 'Lab\u202e', lat: 47.5, lon: 8.25, time_zone: 'Europe/Zurich' },
  hubs: [{ name: 'hub-a', host: 'hub-a.example', port: 8883 }],
  packageFile: DEB,
  steps: '1. Unpack\n2. Install\u0000',
};

const save = async (form: unknown, hubs: readonly HubSetting[] = [hub('h1', authority.caPath), hub('h2', authority.caPath)], chosen: readonly string[] = [], to: string | null = join(dir, 'kit.tar')) => {
  const handlers = createPrepareHandlers({
    ...{ packages: dir, hubs: () => hubs, nowMs: () => 1_700_000_000_000 },
    dialogs: { saveKit: () => Promise.resolve(to ?? undefined) },
    chosen: (path) => chosen.includes(path),
  });
  return (await handlers['save-site-kit'](form, undefined as never)) as SiteKitOutcome;
};

const entriesOf = async (path: string): Promise<Record<string, string>> => {
  const found: Record<string, string> = {};
  for await (const entry of createReadStream(path).pipe(extract())) found[entry.header.name] = await text(entry);
  return found;
};

test('one file holds facts, steps and the package, and the agent reads its facts', async () => {
  assert.deepEqual(await save(FORM), { outcome: 'saved', path: join(dir, 'kit.tar') });
  const entries = await entriesOf(join(dir, 'kit.tar'));
  assert.deepEqual(Object.keys(entries), ['site-kit.json', 'STEPS.txt', DEB].map((name) => `blocao-site-BL-LAB-1/${name}`));
  const read = readSiteKit(Buffer.from(entries['blocao-site-BL-LAB-1/site-kit.json'] ?? ''));
  assert.ok(read.ok);
  assert.deepEqual(read.kit.description, { ...FORM.description, name: 'Lab' });
  assert.equal(read.kit.ca, `${authority.ca.trim()}\n`);
  assert.equal(entries['blocao-site-BL-LAB-1/STEPS.txt'], '1. Unpack\n2. Install');
  assert.equal(entries[`blocao-site-BL-LAB-1/${DEB}`], 'a package');
});

test('an authority is needed, as a certificate; a page cannot name a file that no dialog gave', async () => {
  const { caPath } = authority;
  const code = async (...args: Parameters<typeof save>) => {
    const outcome = await save(...args);
    return outcome.outcome === 'failed' ? outcome.code : outcome.outcome;
  };
  assert.equal(await code(FORM, []), 'no_authority');
  assert.equal(await code(FORM, [hub('h', join(dir, 'missing'))]), 'authority_unreadable');
  assert.equal(await code(FORM, [hub('h', authority.issue('x').keyPath)]), 'refused');
  assert.equal(await code({ ...FORM, caFile: caPath }, []), 'refused');
  assert.equal(await code({ ...FORM, caFile: caPath }, [], [caPath]), 'saved');
});

test('what a page sends is refused where a field is not what it should be, and then nothing is written', async () => {
  const before = readdirSync(dir);
  for (const form of [undefined, 'x', {}, { ...FORM, site: 'lab' }, { ...FORM, hubs: [] }, { ...FORM, description: { lat: 91 } }, { ...FORM, hubs: [{ name: 'a', host: 'a b', port: 1 }] }, { ...FORM, packageFile: 'other.deb' }, { ...FORM, packageFile: `../${DEB}` }]) {
    assert.equal((await save(form, undefined, [], join(dir, 'never.tar'))).outcome, 'failed');
  }
  assert.deepEqual(readdirSync(dir), before);
});

test('a place that cannot be written is told, and no half of a file stays', async () => {
  const outcome = await save(FORM, undefined, [], join(dir, 'no-such-folder', 'kit.tar'));
  assert.ok(outcome.outcome === 'failed' && outcome.code === 'not_saved', JSON.stringify(outcome));
  assert.equal((await save(FORM, undefined, [], null)).outcome, 'cancelled');
});
