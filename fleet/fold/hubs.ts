import type { DeskQuietEvent, HubEvent } from '../events.ts';
import { sameValue } from '../same-value.ts';
import { adoptAll } from './adoption.ts';
import type { Draft } from './draft.ts';
import { forgetEarlyBridges } from './early-bridges.ts';
import { judgeFleetAlerts } from './fleet-alerts.ts';
import { withBridges } from './life.ts';
import { settleAll } from './settle.ts';
import type { SiteFold } from './site-fold.ts';
import { watchedAt, withConnected } from './watch.ts';

/* Links to hubs: only connected ones are evidence, and silence counts only while there is one (contract §4). */

const withHub = (draft: Draft, site: SiteFold, hub: string): SiteFold =>
  site.live.bridges[hub] === undefined ? site : { ...site, live: withBridges(draft, site.live, site.live.bridges) };

const withoutHub = (draft: Draft, site: SiteFold, hub: string): SiteFold => {
  if (site.live.bridges[hub] === undefined) return site;
  const { [hub]: _gone, ...bridges } = site.live.bridges;
  return { ...site, live: withBridges(draft, site.live, bridges) };
};

/** A hub's link changed. What a hub said of bridges ends with its connection; `_desk/#` must fall quiet anew. */
export const foldHub = (draft: Draft, { hub }: HubEvent): void => {
  if (!sameValue(draft.hubs[hub.id], hub)) draft.hubs = { ...draft.hubs, [hub.id]: hub };
  const was = draft.connected.includes(hub.id);
  const is = hub.state === 'connected';
  if (was === is) return;
  draft.connected = is ? [...draft.connected, hub.id].sort() : draft.connected.filter((id) => id !== hub.id);
  draft.watch = withConnected(draft.watch, draft.connected.length > 0, draft.at);
  draft.watchedMs = watchedAt(draft.watch, draft.at);
  draft.desk = { ...draft.desk, quiet: draft.desk.quiet.filter((id) => id !== hub.id) };
  if (!is) forgetEarlyBridges(draft, hub.id);
  settleAll(draft, (site) => (is ? withHub(draft, site, hub.id) : withoutHub(draft, site, hub.id)));
  judgeFleetAlerts(draft);
};

/** `_desk/#` of a hub fell quiet. Once that holds for every connected hub, unknown sites are judged (contract §6). */
export const foldDeskQuiet = (draft: Draft, { hub }: DeskQuietEvent): void => {
  if (!draft.connected.includes(hub) || draft.desk.quiet.includes(hub)) return;
  const quiet = [...draft.desk.quiet, hub].sort();
  const judged = draft.desk.judged || draft.connected.every((id) => quiet.includes(id));
  const isFirst = judged && !draft.desk.judged;
  draft.desk = { ...draft.desk, quiet, judged };
  if (isFirst) adoptAll(draft);
};
