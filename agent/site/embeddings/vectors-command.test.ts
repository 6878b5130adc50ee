import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DEFAULT_NVR } from '../../../fleet/ids.ts';
import { silentLog } from '../../../platform/log.ts';
import { startMosquitto } from '../../../platform/mosquitto.test-support.ts';
import { waitFor } from '../../../platform/wait-for.test-support.ts';
import { askStatus } from '../../status/status-client.ts';
import { listen, prepareAgent } from '../../testing/agent-process.ts';
import { createFrigateDatabase, hasSqlite, storedObject, vectorOf } from '../../testing/frigate/frigate-database.ts';
import type { FrigateDatabaseFile, StoredObject } from '../../testing/frigate/frigate-database.ts';
import { startFrigateServer } from '../../testing/frigate/frigate-server.ts';
import { createTruth } from '../../testing/frigate/frigate-truth.ts';
import { decodeLocal } from '../../testing/recording-broker.ts';
import { createEmbeddingFile } from './embedding-memory.ts';
import { unitVector } from './quantise.ts';

/*
 * The real program, a real mosquitto, a Frigate stand-in and a database as Frigate writes it. Two sites differ in nothing
 * but the opt-in.
 */

const SITE = 'BL-LAB-1';
/** A guard: what fails at first on a busy machine is tried again in half a minute. */
const LIMIT_MS = 150_000;

const folder = mkdtempSync(join(tmpdir(), 'fleet-vectors-'));
const path = join(folder, 'frigate.db');
let database: FrigateDatabaseFile | undefined;
let optedIn: Site;
let silent: Site;

const openSite = async (embedding: boolean) => {
  const mosquitto = await startMosquitto();
  const truth = createTruth('0.18', ['door'], Date.now() / 1_000);
  truth.searchModel = 'jinav2';
  const server = await startFrigateServer(truth, {});
  const heard = await listen(mosquitto.url);
  const agent = prepareAgent(() => ({ site: SITE, broker: { url: mosquitto.url }, nvrs: [{ id: 'nvr', url: server.url, database: path }], personal_data: { embedding } }));
  const stop = async (): Promise<void> => {
    await agent.dispose();
    await Promise.all([heard.stop(), server.close()]);
    await mosquitto.dispose();
  };
  return { heard, agent, stop, dataDir: join(agent.dir, 'data') };
};

type Site = Awaited<ReturnType<typeof openSite>>;

before(async () => {
  mkdirSync(folder, { recursive: true });
  if (hasSqlite) database = createFrigateDatabase(768, folder);
  [optedIn, silent] = await Promise.all([openSite(true), openSite(false)]);
});
after(async () => {
  await Promise.all([optedIn.stop(), silent.stop()]);
  database?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Embedding {
  readonly model: string;
  readonly dims: number;
  readonly scale: number;
  readonly items: readonly { readonly event_id: string; readonly nvr: string; readonly camera: string; readonly occurred_ts: number; readonly label: string; readonly vector: string }[];
}

const embeddings = ({ heard }: Site): readonly Embedding[] => heard.events('event/embedding') as unknown as readonly Embedding[];
const idsOf = (site: Site): readonly string[] => embeddings(site).flatMap(({ items }) => items.map(({ event_id: id }) => id));

const vectorState = async ({ dataDir }: Site): Promise<string | undefined> => {
  const asked = await askStatus(dataDir);
  return asked.ok ? asked.status.vectors?.[0]?.state : undefined;
};

/** As if an earlier life had read up to here: a site that has just opted in begins at the end, and looks again in two minutes. */
const optInNow = ({ dataDir }: Site): void => {
  const memory = { id: DEFAULT_NVR, database: path, place: { row: 0, anchors: [] }, optedS: 0, sinceS: 0, told: [], count: 0, skipped: 0 };
  assert.ok(createEmbeddingFile(join(dataDir, 'embeddings.json'), silentLog()).save({ v: 1, seq: 0, nvrs: [memory] }));
};

const demandVectors = (site: Site, stored: readonly StoredObject[]): void => {
  for (const { model, dims, scale, items } of embeddings(site)) {
    assert.deepEqual([model, dims], ['jinav2-small', 768]);
    for (const { event_id: id, vector, ...rest } of items) {
      const object = stored.find((one) => one.id === id);
      assert.deepEqual(rest, { nvr: 'nvr', camera: 'door', label: 'person', occurred_ts: (object?.startS ?? 0) * 1_000 });
      const [bytes, unit] = [Buffer.from(vector, 'base64'), unitVector(object?.vector ?? new Float32Array()) ?? []];
      for (let part = 0; part < dims; part += 1) assert.ok(Math.abs(bytes.readInt8(part) * scale - (unit[part] ?? 9)) <= scale / 2 + 1e-9);
    }
  }
};

test('a site that opted in tells its vectors once, over kill -9; one that did not tells none, and does not even look', async () => {
  for (const site of [optedIn, silent]) optInNow(site);
  const objects = Array.from({ length: 6 }, (_, at) => storedObject(vectorOf(at)));
  database?.add(objects.slice(0, 5));
  for (const site of [optedIn, silent]) site.agent.start();
  await waitFor('both to report', () => [optedIn, silent].every(({ heard }) => heard.last('state/health') && heard.last('state/cameras')));
  assert.deepEqual([optedIn, silent].map(({ heard }) => heard.last('state/agent')?.['caps']), [['embeddings'], []]);
  if (!hasSqlite) {
    await waitFor('the word of a runtime without SQLite', async () => (await vectorState(optedIn)) === 'runtime', LIMIT_MS);
    return assert.deepEqual([idsOf(optedIn), idsOf(silent)], [[], []]);
  }
  const [first, last] = [objects.slice(0, 5).map(({ id }) => id), objects.map(({ id }) => id)];
  await waitFor('the first batch', () => idsOf(optedIn).length >= first.length, LIMIT_MS);
  await optedIn.agent.kill('SIGKILL');
  database?.add(objects.slice(5));
  optedIn.agent.start();
  await waitFor('the second batch', () => idsOf(optedIn).length >= last.length, LIMIT_MS);
  await waitFor('that they flow', async () => (await vectorState(optedIn)) === 'flowing', LIMIT_MS);
  assert.deepEqual(idsOf(optedIn), last);
  demandVectors(optedIn, objects);
  for (const message of optedIn.heard.heard) {
    assert.doesNotMatch(message.payload, /SECRET-OF-CAMERA/);
    if (message.topic.endsWith('event/embedding')) assert.ok(decodeLocal(SITE, { ...message, qos: 1, retain: false }).ok);
  }
  assert.deepEqual([idsOf(silent), await vectorState(silent)], [[], undefined]);
});
