import { mergeOperations } from '../desk/operations.ts';
import { own } from '../own.ts';
import { shardGet } from '../shard-map.ts';
import type { DeskAlert } from '../wire/desk-alert.ts';
import type { Draft } from './draft.ts';
import { isAfter } from './site-fold.ts';
import type { AlertFold, Order, SiteFold } from './site-fold.ts';

/*
 * Which operation sets belong to an alert. An agent's alert: the one of its id. A console-made one: consoles may have missed
 * a last state, so their ids for one outage may differ; sets of the same kind and site above the state known when the last
 * such alert closed here belong to it, also those above any state known here (contract §5).
 */

const SHARED_ID = /^(site_offline|agent_silent|unstable_link)\.(\d{1,16})\.(\d{1,16})$/;
const NEVER: Order = [-1, -1];

const orderIn = (id: string, kind: string): Order | undefined => {
  const found = SHARED_ID.exec(id);
  return found === null || found[1] !== kind ? undefined : [Number(found[2]), Number(found[3])];
};

/** The operations of one alert, merged; undefined where nobody did anything. */
export const operationsFor = (draft: Draft, site: SiteFold, alert: AlertFold): DeskAlert | undefined => {
  const sets = shardGet(draft.desk.alerts, site.id);
  if (sets === undefined) return undefined;
  const its = own(sets, alert.id);
  if (alert.source !== 'console' || alert.kind === 'certificate' || alert.state === 'closed') return its;
  const closed = site.kept.closedOrders[alert.kind] ?? NEVER;
  let merged = its;
  for (const [id, set] of Object.entries(sets)) {
    const order = id === alert.id ? undefined : orderIn(id, alert.kind);
    if (order === undefined || !isAfter(order, closed)) continue;
    merged = merged === undefined ? set : mergeOperations(merged, set);
  }
  return merged;
};
