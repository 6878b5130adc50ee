import type { FleetDelta, TableDelta } from '../delta.ts';
import type { AlertRecord } from '../model/alert.ts';
import type { CounterRecord } from '../model/notice.ts';
import { diffRecords, isEmptyTableDelta } from '../diff.ts';
import { shardGet } from '../shard-map.ts';
import type { Draft } from './draft.ts';
import type { SiteFold } from './site-fold.ts';
import { toStored } from './stored-site.ts';

/* What an event or a run of them changed: for the windows as a delta, for the store as writes. Costs what was touched. */

interface Changes<R> {
  readonly added: Record<string, R>;
  readonly updated: Record<string, R>;
  readonly removed: string[];
}

const changes = <R>(): Changes<R> => ({ added: {}, updated: {}, removed: [] });

const note = <R>(into: Changes<R>, key: string, before: R | undefined, after: R | undefined): void => {
  if (before === after) return;
  if (after === undefined) into.removed.push(key);
  else if (before === undefined) into.added[key] = after;
  else into.updated[key] = after;
};

const noteAlerts = (
  into: Changes<AlertRecord>,
  before: SiteFold | undefined,
  after: SiteFold | undefined,
): void => {
  const old = before?.views ?? {};
  const now = after?.views ?? {};
  if (old === now) return;
  for (const key in now) note(into, key, old[key], now[key]);
  for (const key in old) if (now[key] === undefined) into.removed.push(key);
};

/** Whether a site counts decides what its row holds of its alerts. */
const isRowNew = (before: SiteFold | undefined, { kept, alerts, adoption }: SiteFold): boolean =>
  before?.kept !== kept || before.alerts !== alerts || before.adoption !== adoption;

const siteChanges = (draft: Draft) => {
  const sites = changes<SiteFold['record']>();
  const alerts = changes<AlertRecord>();
  for (const id of draft.touched) {
    const before = shardGet(draft.base.sites, id);
    const after = shardGet(draft.sites, id);
    if (before === after) continue;
    note(sites, id, before?.record, after?.record);
    noteAlerts(alerts, before, after);
    if (after !== undefined && isRowNew(before, after)) draft.writes.push({ table: 'site', site: id, fold: toStored(after) });
  }
  return { sites, alerts };
};

const counterChanges = (draft: Draft) => {
  const counters = changes<CounterRecord>();
  for (const id of draft.countersTouched)
    note(counters, id, shardGet(draft.base.counters, id), shardGet(draft.counters, id));
  return counters;
};

/** The delta from the state before to the draft; also adds the writes that follow from it. */
export const deltaOf = (draft: Draft): FleetDelta => {
  const { sites, alerts } = siteChanges(draft);
  for (const key in draft.locals) note(alerts, key, draft.base.locals[key], draft.locals[key]);
  for (const key in draft.base.locals) if (draft.locals[key] === undefined) alerts.removed.push(key);
  const tables = {
    sites,
    alerts,
    hubs: diffRecords(draft.base.hubs, draft.hubs),
    notices: diffRecords(draft.base.notices, draft.notices),
    counters: counterChanges(draft),
  };
  const delta: Record<string, TableDelta<unknown>> = {};
  for (const [name, table] of Object.entries(tables)) if (!isEmptyTableDelta(table)) delta[name] = table;
  return delta as FleetDelta;
};
