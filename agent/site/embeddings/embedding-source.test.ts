import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_NVR } from '../../../fleet/ids.ts';
import type { NvrId } from '../../../fleet/ids.ts';
import { at, camera, nvr, settingsWith } from '../../testing/sites.ts';
import type { FrigateHttp } from '../frigate/http-answer.ts';
import { sealEvent } from '../identity.ts';
import type { EventBody } from '../identity.ts';
import { Stopped, createCrashFiles } from '../journal/crash-files.test-support.ts';
import type { CrashFiles } from '../journal/crash-files.test-support.ts';
import { openJournal } from '../journal/journal.ts';
import type { Journal } from '../journal/journal.ts';
import type { AgentSettings } from '../settings.ts';
import type { EmbeddingMemory, EmbeddingStore } from './embedding-memory.ts';
import { createEmbeddingSource } from './embedding-source.ts';
import type { EmbeddingSource, VectorState } from './embedding-source.ts';
import type { VectorAnswer, VectorAsk } from './vector-answer.ts';
import type { ReadVectors } from './vector-process.ts';

/*
 * The real source, outbox and memory over a file system that is stopped anywhere; Frigate's table is a model of it: rows
 * that count on, and that are dropped and written anew.
 */

const settings = (more: Partial<AgentSettings> = {}, ids: readonly NvrId[] = [DEFAULT_NVR]): AgentSettings => ({
  ...settingsWith(ids.map((id) => ({ ...nvr([camera('door')], id), database: `/srv/${id}/frigate.db` }))),
  embedding: true,
  ...more,
});

interface Table {
  rows: { readonly row: number; readonly id: string; readonly startS: number }[];
  made: number;
  model: string;
  /** Answered in place of rows. */
  fault?: VectorAnswer;
  readonly asked: VectorAsk[];
}

const newTable = (): Table => ({ rows: [], made: 0, model: 'jinav2', asked: [] });

let objects = 0;
/** Objects that came one after the other. */
const add = (table: Table, count: number): readonly string[] =>
  Array.from({ length: count }, () => {
    objects += 1;
    const id = `id-${objects}`;
    table.rows.push({ row: (table.made += 1), id, startS: objects + 1_760_000_000 });
    return id;
  });

const reindex = (table: Table, model: string): void => {
  const known = table.rows.toSorted((a, b) => b.startS - a.startS);
  Object.assign(table, { model, made: known.length, rows: known.map((one, index) => ({ ...one, row: index + 1 })) });
};

const BATCH = 3;

const answer = (table: Table, { place, sinceS, told, nvr: id }: VectorAsk): VectorAnswer => {
  const nothing = { ok: true, rebuilt: false, more: false, skipped: { unusable: 0, damaged: 0, orphaned: 0 } } as const;
  const anchorsAt = (row: number) => table.rows.filter((one) => one.row <= row).map((one) => ({ row: one.row, id: one.id }));
  const placeAt = (row: number) => ({ row, anchors: [...anchorsAt(row).slice(0, 1), ...anchorsAt(row).slice(-1)] });
  if (!place) return { ...nothing, place: placeAt(table.made), newestS: Math.max(0, ...table.rows.map(({ startS }) => startS)) };
  const isOther = place.row > table.made || place.anchors.some(({ row, id: known }) => table.rows.find((one) => one.row === row)?.id !== known);
  if (isOther) return { ...nothing, place: { row: 0, anchors: [] }, rebuilt: true, more: true };
  const behind = table.rows.filter(({ row }) => row > place.row);
  const news = behind.filter(({ id: one, startS }) => startS > sinceS && !told.includes(one)).slice(0, BATCH);
  const last = news.length === BATCH ? (news.at(-1)?.row ?? 0) : (behind.at(-1)?.row ?? place.row);
  const items = news.map(({ id: one, startS }) => ({ event_id: one, nvr: id, camera: 'door', occurred_ts: startS * 1_000, vector: 'AA==' }));
  return { ...nothing, place: placeAt(last), more: last < table.made, ...(items.length > 0 ? { batch: { dims: 1, scale: 0.1, items } } : {}) };
};

const httpOf = (table: () => Table, isOn: () => boolean): FrigateHttp => ({
  faults: new Map(),
  get: () => Promise.resolve({ ok: true, body: Buffer.from(JSON.stringify({ semantic_search: { enabled: isOn(), model: table().model, model_size: 'large' } })) }),
});

const MEMORY = 'embeddings.json';

const storeIn = (files: CrashFiles) => ({
  load: (): EmbeddingMemory | undefined => (files.list().includes(MEMORY) ? (JSON.parse(Buffer.from(files.read(MEMORY)).toString()) as EmbeddingMemory) : undefined),
  save: (memory: EmbeddingMemory): boolean => {
    files.remove('draft');
    files.append('draft', Buffer.from(JSON.stringify(memory)));
    files.sync('draft');
    files.rename('draft', MEMORY);
    files.syncNames();
    return true;
  },
});

interface Life {
  readonly source: EmbeddingSource;
  readonly journal: Journal;
  /** Time passes, and everything that is due is looked at. */
  pass(seconds: number): Promise<void>;
}

interface World {
  readonly tables: ReadonlyMap<NvrId, Table>;
  readonly isOn?: () => boolean;
  readonly store?: EmbeddingStore;
  readonly read?: (ask: VectorAsk) => ReturnType<ReadVectors>;
}

const begin = (files: CrashFiles, { tables, isOn = () => true, read, store = storeIn(files) }: World, more: Partial<AgentSettings> = {}): Life => {
  let s = 0;
  const journal = openJournal({ files, monoMs: 0, segmentBytes: 1_000 });
  journal.store.save({ boot: (journal.store.load()?.boot ?? 0) + 1, eventSeq: journal.lastSeq, openAlerts: [], lastAlertIds: [] });
  const tableOf = (id: NvrId): Table => tables.get(id) ?? newTable();
  const config = settings(more, [...tables.keys()]);
  const by = { site: config.site, boot: journal.store.load()?.boot ?? 0, conn: 1 };
  const source = createEmbeddingSource(config, {
    read:
      read ??
      ((ask) => {
        tableOf(ask.nvr).asked.push(ask);
        return Promise.resolve(tableOf(ask.nvr).fault ?? answer(tableOf(ask.nvr), ask));
      }),
    store,
    http: (id) => httpOf(() => tableOf(id), isOn),
    tell: (body: EventBody<'event/embedding'>) => journal.append('event/embedding', s * 1_000, (seq) => sealEvent('event/embedding', body, by, seq, at(s))),
    settle: () => journal.commit(),
    monoMs: () => s * 1_000,
    eventsAfter: (seq) => journal.after(seq, Infinity),
    lastSeq: () => journal.lastSeq,
    provenSeq: () => journal.provenSeq,
  });
  assert.ok(source, 'nothing that reads');
  const pass = async (seconds: number): Promise<void> => {
    for (let left = seconds; left > 0; left -= 30, s += 30) await source.tick();
  };
  return { source, journal, pass };
};

/** Ids in events, oldest first. */
const toldIn = (journal: Journal): readonly string[] =>
  journal.after(0, Infinity).flatMap(({ payload }) => (JSON.parse(payload) as EventBody<'event/embedding'>).items.map(({ event_id: id }) => id));

const statesOf = ({ source }: Life): readonly VectorState[] => source.statuses.map(({ state }) => state);

const oneTable = (): { readonly table: Table; readonly tables: ReadonlyMap<NvrId, Table> } => {
  const table = newTable();
  return { table, tables: new Map([[DEFAULT_NVR, table]]) };
};

test('FS-922: stopped at any write by kill or power cut, each vector since the opt-in is told once, also when its table is built anew', async () => {
  // Never more than eight batches: the hub proves nothing here.
  const life = fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 0.99, noNaN: true }), fc.boolean(), fc.boolean(), fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })));
  await fc.assert(
    fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 3 }), async (lives) => {
      const { table, tables } = oneTable();
      add(table, 2);
      let files = createCrashFiles();
      const first = begin(files, { tables });
      await first.pass(60);
      const wanted: string[] = [];
      for (const [count, operations, share, isPower, isRebuilt, chances] of lives) {
        wanted.push(...add(table, count));
        if (isRebuilt) reindex(table, 'jinav2');
        files.stopAfter(operations, share);
        try {
          await begin(files, { tables }).pass(600);
        } catch (error) {
          if (!(error instanceof Stopped)) throw error;
        }
        files = isPower ? files.afterPowerCut(() => chances.next().value as number) : files.afterKill();
      }
      wanted.push(...add(table, 1));
      const last = begin(files, { tables });
      for (let round = 0; round < 20; round += 1) await last.pass(240);
      assert.deepEqual(toldIn(last.journal).toSorted(), wanted.toSorted());
    }),
    { seed: 922, numRuns: 150 },
  );
});

test('with another model the vectors since the opt-in are told anew, under its name; those of before never', async () => {
  const { table, tables } = oneTable();
  add(table, 4);
  const life = begin(createCrashFiles(), { tables });
  await life.pass(60);
  const news = add(table, 4);
  await life.pass(600);
  reindex(table, 'jinav1');
  await life.pass(1_200);
  assert.deepEqual(toldIn(life.journal), [...news, ...news.toReversed()]);
  const models = life.journal.after(0, 100).map(({ payload }) => (JSON.parse(payload) as EventBody<'event/embedding'>).model);
  assert.deepEqual([...new Set(models)], ['jinav2-large', 'jinav1-large']);
});

test('what is read while Frigate changes its model is told under neither name', async () => {
  const { table, tables } = oneTable();
  const life = begin(createCrashFiles(), {
    tables,
    read: (ask) => {
      const read = answer(table, ask);
      if (table.rows.length > 0 && table.model === 'jinav2') reindex(table, 'jinav1');
      return Promise.resolve(read);
    },
  });
  await life.pass(60);
  const [one] = add(table, 1);
  await life.pass(90);
  assert.deepEqual([toldIn(life.journal), statesOf(life)], [[], ['unasked']]);
  await life.pass(600);
  assert.deepEqual(toldIn(life.journal), [one]);
  assert.ok(life.journal.after(0, 10).every(({ payload }) => payload.includes('"jinav1-large"')));
});

test('FS-924: eight batches without proof are the most that the outbox holds; the others wait in Frigate, over restarts too', async () => {
  const { table, tables } = oneTable();
  const files = createCrashFiles();
  const life = begin(files, { tables });
  await life.pass(60);
  const all = add(table, 100);
  await life.pass(7_200);
  assert.deepEqual([toldIn(life.journal), statesOf(life)], [all.slice(0, 8 * BATCH), ['behind']]);
  const again = begin(files.afterKill(), { tables });
  await again.pass(7_200);
  assert.equal(toldIn(again.journal).length, 8 * BATCH);
  again.journal.proven(again.journal.lastSeq - 6);
  await again.pass(7_200);
  assert.deepEqual(toldIn(again.journal).slice(-2 * BATCH), all.slice(8 * BATCH, 10 * BATCH));
});

test('one batch a minute and site, in turn; in low-data mode one in a quarter of an hour', async () => {
  const [a, b] = [newTable(), newTable()];
  for (const [lowData, most] of [[false, 60], [true, 4]] as const) {
    const tables = new Map([[DEFAULT_NVR, a], ['b' as NvrId, b]]);
    const life = begin(createCrashFiles(), { tables }, { lowData });
    await life.pass(120);
    for (const table of [a, b]) add(table, 12);
    const before = life.journal.lastSeq;
    for (let minute = 0; minute < 60; minute += 1) {
      life.journal.proven(life.journal.lastSeq);
      await life.pass(60);
    }
    const events = life.journal.lastSeq - before;
    assert.ok(events > 0 && events <= most, `${events}`);
    if (lowData) continue;
    const order = life.journal.after(before, 100).map(({ payload }) => (JSON.parse(payload) as EventBody<'event/embedding'>).items[0]?.nvr);
    assert.deepEqual([DEFAULT_NVR, 'b'].map((id) => order.filter((one) => one === id).length), [4, 4]);
    assert.equal(new Set(order.slice(0, 2)).size, 2);
  }
});

test('FS-923: a database that cannot be read and a Frigate without search are states; once they are mended vectors flow', async () => {
  const { table, tables } = oneTable();
  let on = true;
  const life = begin(createCrashFiles(), { tables, isOn: () => on });
  await life.pass(60);
  const news = add(table, 1);
  table.fault = { ok: false, fault: 'damaged', detail: 'x' };
  await life.pass(150);
  assert.deepEqual(statesOf(life), ['damaged']);
  delete table.fault;
  on = false;
  await life.pass(150);
  assert.deepEqual(statesOf(life), ['off']);
  on = true;
  await life.pass(150);
  assert.deepEqual([statesOf(life), toldIn(life.journal)], [['flowing'], news]);
});

test('while the disk refuses to remember what was told, nothing more is read', async () => {
  const { table, tables } = oneTable();
  let refuses = false;
  const files = createCrashFiles();
  const store = storeIn(files);
  const life = begin(files, { tables, store: { ...store, save: (memory) => !refuses && store.save(memory) } });
  await life.pass(60);
  refuses = true;
  add(table, 12);
  await life.pass(1_200);
  assert.equal(toldIn(life.journal).length, BATCH);
  refuses = false;
  await life.pass(1_200);
  assert.equal(toldIn(life.journal).length, 12);
});

test('without the opt-in there is nothing that could read, whatever databases the settings name', () => {
  const { tables } = oneTable();
  assert.throws(() => begin(createCrashFiles(), { tables }, { embedding: false }), /nothing that reads/);
  assert.ok(begin(createCrashFiles(), { tables }));
});
