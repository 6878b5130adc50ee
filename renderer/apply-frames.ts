import { applyDelta } from '../fleet/apply.ts';
import { TABLE_NAMES, type FleetDelta, type TableDelta, type TableName } from '../fleet/delta.ts';
import type { EngineFrame, Meter } from '../fleet/ipc.ts';
import type { SiteRecord } from '../fleet/model/site.ts';
import { RATES_KEPT, type FleetPicture, type PictureChange } from './fleet-picture.ts';

export type PictureFrame = Extract<EngineFrame, { type: 'snapshot' | 'frame' }>;
type SnapshotFrame = Extract<EngineFrame, { type: 'snapshot' }>;
type DeltaFrame = Extract<EngineFrame, { type: 'frame' }>;

type Sites = Record<string, SiteRecord>;
type Keys = Partial<Record<TableName, Set<string>>>;

/**
 * The picture after these frames. Its table of sites is that of the picture before, changed in place: a fleet of 10,000 is
 * not copied for each frame. The other tables are short, and views tell by a new object that one of them changed.
 */
export function applyFrames(shown: FleetPicture, frames: readonly PictureFrame[]): PictureChange {
  const keys: Keys = {};
  const was: Sites = {};
  let after = shown;
  for (const frame of frames) {
    if (frame.type === 'snapshot') after = withSnapshot(after, frame);
    else {
      if (frame.delta.sites) keepSites(was, after.tables.sites, frame.delta.sites, (keys.sites ??= new Set()));
      noteKeys(keys, frame.delta);
      after = withDelta(after, frame);
    }
  }
  const all = frames.some(({ type }) => type === 'snapshot');
  const before = all ? shown : { ...shown, tables: { ...shown.tables, sites: was } };
  const lists = Object.entries(keys).map(([table, set]) => [table, [...set]]);
  return { before, after, all, keys: Object.fromEntries(lists) as PictureChange['keys'] };
}

/** The copy is this window's own: deltas are put into it. */
function withSnapshot(picture: FleetPicture, { tables, pictureTs, live, clock }: SnapshotFrame): FleetPicture {
  const { pictureTs: _, ...before } = picture;
  const age = pictureTs === undefined ? {} : { pictureTs };
  return { ...before, ...age, tables: { ...tables, sites: { ...tables.sites } }, received: true, live, clock };
}

function withDelta(picture: FleetPicture, { delta, live, meter }: DeltaFrame): FleetPicture {
  const { sites, ...others } = delta;
  const tables = applyDelta(picture.tables, others);
  if (sites) patchSites(tables.sites as Sites, sites);
  const age = live ? { pictureTs: meter.clockTs } : {};
  return { ...picture, ...age, tables, live, meter, rates: keepRate(picture, meter) };
}

function patchSites(sites: Sites, { added, updated, removed }: TableDelta<SiteRecord>): void {
  Object.assign(sites, added, updated);
  for (const id of removed) delete sites[id];
}

/** The records that this delta replaces, unless an earlier one of the same frame did (`touched`). */
function keepSites(was: Sites, sites: Readonly<Sites>, delta: TableDelta<SiteRecord>, touched: ReadonlySet<string>): void {
  for (const id of [...Object.keys(delta.added), ...Object.keys(delta.updated), ...delta.removed]) {
    const old = sites[id];
    if (old && !touched.has(id)) was[id] = old;
  }
}

function noteKeys(keys: Keys, delta: FleetDelta): void {
  for (const table of TABLE_NAMES) {
    const part = delta[table];
    if (!part) continue;
    const set = (keys[table] ??= new Set());
    for (const key of Object.keys(part.added)) set.add(key);
    for (const key of Object.keys(part.updated)) set.add(key);
    for (const key of part.removed) set.add(key);
  }
}

/** One figure per second: the meter repeats itself in the frames between. */
function keepRate(picture: FleetPicture, meter: Meter): readonly number[] {
  const last = picture.meter;
  const speed = picture.clock.speed || 1;
  if (
    last &&
    Math.abs(meter.clockTs - last.clockTs) < 900 * speed &&
    picture.rates.length > 0 &&
    meter.messagesPerS === last.messagesPerS
  )
    return picture.rates;
  return [...picture.rates.slice(1 - RATES_KEPT), meter.messagesPerS];
}
