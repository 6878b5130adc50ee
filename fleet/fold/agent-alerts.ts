import { BACKLOG_AFTER_MS } from '../alert-clock.ts';
import type { Severity } from '../model/status.ts';
import { shardDelete, shardHas, shardSet } from '../shard-map.ts';
import type { EventAlert } from '../wire/event-alert.ts';
import type { OpenAlert, StateAlerts } from '../wire/state-alerts.ts';
import { alertIndex } from './alert-index.ts';
import { eventAgeMs, shownTs } from './clock.ts';
import { count } from './counters.ts';
import type { Draft } from './draft.ts';
import { withList } from './seen-ranges.ts';
import { greaterOrder, isAfter, isUpTo } from './site-fold.ts';
import type { AlertFold, Order, SiteFold } from './site-fold.ts';

/* Alerts that the site's agent raised: events, healed by the list of open ones (contract §3, §5). */

/** Open agent alerts held per site; a list names at most 100. What comes beyond is counted, not held. */
const OPEN_MAX = 500;

/** A severity that this console does not know is read as unknown, never as good (contract §2). */
const severityOf = (severity: OpenAlert['severity']): Severity => (severity === 'unknown' ? 'warning' : severity);

export const withAlert = (site: SiteFold, alert: AlertFold): SiteFold => {
  const alerts = new Map(site.alerts).set(alert.id, alert);
  if (alert.state === 'open') return { ...site, alerts };
  return {
    ...site,
    alerts,
    closed: shardSet(site.closed, alert.id, { closedTs: alert.closedTs ?? alert.receivedTs, rev: alert.rev }),
  };
};

const isClosed = (site: SiteFold, id: string): boolean => shardHas(site.closed, id);

/** The list in force and what it stands for; without `event_seq` it covers no event, only older lists. */
const listOrder = (list: StateAlerts): Order => [list.boot, list.event_seq ?? 0];

const factsOf = (draft: Draft, site: SiteFold, told: OpenAlert) => ({
  kind: told.kind,
  severity: severityOf(told.severity),
  object: told.object,
  ...(told.nvr !== undefined && { nvr: told.nvr }),
  rev: told.rev,
  occurredTs: shownTs(draft, site, told.occurred_ts),
});

/** Text, values and `prev`: only events have them. */
const wordsOf = (event: EventAlert) => ({
  ...(event.text !== undefined && { text: event.text }),
  values: event.values ?? {},
  ...(event.prev !== undefined && { prev: event.prev }),
});

const fresh = (draft: Draft, id: string, order: Order) => ({
  id,
  source: 'agent' as const,
  state: 'open' as const,
  receivedTs: draft.at.wallTs,
  values: {},
  ownQuiet: false,
  order,
});

/** Whether an event that opens or updates is over already by the list (history), and whether it makes a sound. */
const judged = (
  draft: Draft,
  site: SiteFold,
  event: EventAlert,
  known: AlertFold | undefined,
): { readonly over: boolean; readonly quiet: boolean; readonly byNewerBoot: boolean } => {
  const list = site.docs['state/alerts']?.body;
  const listed = list?.open.some(({ id }) => id === event.id) ?? false;
  const covered = list !== undefined && isUpTo([event.boot, event.seq], [list.boot, list.event_seq ?? -1]);
  const history = covered && !listed;
  const backlog = eventAgeMs(draft, site, event.ts) > BACKLOG_AFTER_MS;
  const over = history && list.truncated !== true;
  return { over, quiet: known?.ownQuiet ?? (history || backlog), byNewerBoot: over && event.boot < list.boot };
};

/** Alerts kept of those that only a list of a newer boot ended; the oldest go first. */
const ENDED_MAX = 100;

const withEnded = (site: SiteFold, id: string, boot: number): SiteFold => {
  const ended = Object.entries({ ...site.kept.endedByNewerBoot, [id]: boot }).slice(-ENDED_MAX);
  return { ...site, kept: { ...site.kept, endedByNewerBoot: Object.fromEntries(ended) } };
};

const closedBy = (draft: Draft, site: SiteFold, event: EventAlert, known: AlertFold | undefined): AlertFold => ({
  ...fresh(draft, event.id, [event.boot, event.seq]),
  ...known,
  ...factsOf(draft, site, event),
  occurredTs: known?.occurredTs ?? shownTs(draft, site, event.occurred_ts),
  ...wordsOf({
    ...event,
    text: event.text ?? known?.text,
    values: { ...known?.values, ...event.values },
  } as EventAlert),
  order: greaterOrder(known?.order ?? [0, 0], [event.boot, event.seq]),
  state: 'closed',
  closedTs: shownTs(draft, site, event.ts),
  ownQuiet: known?.ownQuiet ?? true,
});

const isStale = (event: EventAlert, known: AlertFold): boolean =>
  event.rev < known.rev || (event.rev === known.rev && known.fromList !== true);

/** Its agent has closed it: nothing will open it again. */
const withoutEnded = (site: SiteFold, id: string): SiteFold => {
  if (site.kept.endedByNewerBoot?.[id] === undefined) return site;
  const { [id]: _closed, ...rest } = site.kept.endedByNewerBoot;
  return { ...site, kept: { ...site.kept, endedByNewerBoot: rest } };
};

/**
 * An alert event, copies already dropped. Revisions are ordered by (`id`, `rev`); a close before its open makes a closed
 * record; nothing reopens it (contract §3).
 */
export const withAlertEvent = (draft: Draft, site: SiteFold, event: EventAlert): SiteFold => {
  const known = site.alerts.get(event.id);
  if (known?.state === 'closed' || isClosed(site, event.id)) return event.op === 'close' ? withoutEnded(site, event.id) : site;
  if (known !== undefined && isStale(event, known)) return site;
  if (event.op === 'close') return withAlert(site, closedBy(draft, site, event, known));
  if (known === undefined && alertIndex(site.alerts).open >= OPEN_MAX) {
    count(draft, `alerts_full:${site.id}`);
    return site;
  }
  const { over, quiet, byNewerBoot } = judged(draft, site, event, known);
  const { fromList: _told, ...before } = known ?? { fromList: undefined };
  const open: AlertFold = {
    ...fresh(draft, event.id, [event.boot, event.seq]),
    ...before,
    ...factsOf(draft, site, event),
    ...wordsOf(event),
    order: greaterOrder(known?.order ?? [0, 0], [event.boot, event.seq]),
    ownQuiet: quiet,
  };
  if (!over) return withAlert(site, open);
  const ended = withAlert(site, { ...open, state: 'closed', closedTs: draft.at.wallTs, ownQuiet: true });
  return byNewerBoot ? withEnded(ended, event.id, event.boot) : ended;
};

/** Alerts of the list that are unknown here, or known by an older revision. */
const withListed = (draft: Draft, site: SiteFold, list: StateAlerts): SiteFold => {
  let next = site;
  for (const told of list.open) {
    const known = next.alerts.get(told.id);
    if (known?.state === 'closed' || isClosed(next, told.id)) continue;
    if (known === undefined) {
      next = withAlert(next, {
        ...fresh(draft, told.id, listOrder(list)),
        ...factsOf(draft, next, told),
        fromList: true,
      });
    } else if (told.rev > known.rev) {
      next = withAlert(next, {
        ...known,
        ...factsOf(draft, next, told),
        occurredTs: known.occurredTs,
        order: greaterOrder(known.order, listOrder(list)),
        fromList: true,
      });
    }
  }
  return next;
};

/**
 * A new list of open alerts. Absence closes only where the list is whole and covers the alert's last revision (contract §3).
 */
export const withOpenList = (draft: Draft, site: SiteFold, list: StateAlerts): SiteFold => {
  let next = withListed(draft, site, list);
  if (list.event_seq !== undefined) {
    next = { ...next, kept: { ...next.kept, events: withList(next.kept.events, list.boot, list.event_seq) } };
  }
  if (list.truncated === true) return next;
  const listed = new Set(list.open.map(({ id }) => id));
  for (const alert of site.alerts.values()) {
    if (alert.source !== 'agent' || alert.state !== 'open' || listed.has(alert.id)) continue;
    if (isAfter(alert.order, listOrder(list))) continue;
    next = withAlert(next, { ...alert, state: 'closed', closedTs: draft.at.wallTs });
  }
  return next;
};

const reopened = ({ closedTs: _ended, ...alert }: AlertFold): AlertFold => ({ ...alert, state: 'open' });

/** What only a list of the retired router had ended, without a word of the one that lives, is open until its own list tells. */
const withReopened = (site: SiteFold, isGone: (boot: number) => boolean): SiteFold => {
  const { endedByNewerBoot, ...kept } = site.kept;
  if (endedByNewerBoot === undefined) return site;
  const alerts = new Map(site.alerts);
  let { closed } = site;
  for (const [id, boot] of Object.entries(endedByNewerBoot)) {
    if (isGone(boot)) continue;
    closed = shardDelete(closed, id);
    const known = alerts.get(id);
    if (known !== undefined) alerts.set(id, reopened(known));
  }
  return { ...site, kept, alerts, closed };
};

/** Open alerts of boots that were retired: their agent will never close them (contract §3). */
export const withoutRetiredAlerts = (draft: Draft, site: SiteFold, isGone: (boot: number) => boolean): SiteFold => {
  let next = withReopened(site, isGone);
  for (const alert of next.alerts.values()) {
    if (alert.source !== 'agent' || alert.state !== 'open' || !isGone(alert.order[0])) continue;
    next = withAlert(next, { ...alert, state: 'closed', closedTs: draft.at.wallTs });
  }
  return next;
};
