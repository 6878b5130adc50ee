import {
  SILENT_ALERT_AFTER_MS,
  UNSTABLE_EPISODES,
  UNSTABLE_QUIET_MS,
  UNSTABLE_WITHIN_MS,
  WILL_AFTER_MS,
} from '../alert-clock.ts';
import { countsInFleet } from '../desk/adoption.ts';
import { ruleFor } from '../desk/rules.ts';
import type { RuledKind } from '../desk/rules.ts';
import type { AlertValues } from '../model/alert.ts';
import type { Severity } from '../model/status.ts';
import { sameValue } from '../same-value.ts';
import { shardGet } from '../shard-map.ts';
import type { DeskRule } from '../wire/desk-rule.ts';
import { alertIndex } from './alert-index.ts';
import { withAlert } from './agent-alerts.ts';
import { certificateAlertId, judgeCertificate } from './certificate.ts';
import type { Draft } from './draft.ts';
import { agentSilenceMs, bridgeSilenceMs, isBridgeUp } from './life.ts';
import { scopedSite } from './scoped-site.ts';
import { greatestOrder } from './site-fold.ts';
import type { AlertFold, Order, SiteFold } from './site-fold.ts';

/*
 * Alerts that every console raises by the same rule from shared facts, never published (contract §4, §5). Under an open
 * parent creation is held back, resolution never.
 */

const SILENCE_SEVERITY = { site_offline: 'critical', agent_silent: 'warning', unstable_link: 'warning' } as const;

/** The open alert of a console-made kind, if any. */
export const openOfKind = (site: SiteFold, kind: RuledKind): AlertFold | undefined =>
  alertIndex(site.alerts).console[kind];

export const ruleOf = (draft: Draft, site: SiteFold, kind: RuledKind): DeskRule | undefined => {
  for (const _ in draft.desk.rules) return ruleFor(draft.desk.rules, scopedSite(site), kind);
  return undefined;
};

export const silentAfterMs = (draft: Draft, site: SiteFold, kind: 'site_offline' | 'agent_silent'): number => {
  const after = ruleOf(draft, site, kind)?.after_s;
  return after === undefined ? SILENT_ALERT_AFTER_MS : after * 1_000;
};

/** Nothing may be raised now: no hub, just awake, part of "is it us?", not adopted, or this is no tick. */
const isHeld = (draft: Draft, site: SiteFold): boolean =>
  !draft.isTick ||
  !draft.watch.connected ||
  draft.at.monoMs < draft.watch.holdUntilMono ||
  site.live.inOutage ||
  !countsInFleet(site.adoption);

interface Raised {
  readonly kind: RuledKind;
  readonly id: string;
  readonly severity: Severity;
  readonly order: Order;
  readonly rev?: number;
  readonly values?: AlertValues;
  readonly quietUntilTs?: number;
}

/** Opens the alert; one that comes back under the same id (no state came between) is its next revision. */
const raise = (draft: Draft, site: SiteFold, raised: Raised): SiteFold => {
  const before = shardGet(site.closed, raised.id);
  const { wallTs } = draft.at;
  const severity = ruleOf(draft, site, raised.kind)?.severity;
  return withAlert(site, {
    id: raised.id,
    source: 'console',
    kind: raised.kind,
    severity: severity === undefined || severity === 'unknown' ? raised.severity : severity,
    object: 'site',
    rev: raised.rev ?? (before?.rev ?? 0) + 1,
    state: 'open',
    occurredTs: wallTs,
    receivedTs: wallTs,
    values: raised.values ?? {},
    ownQuiet: false,
    order: raised.order,
    openedWatchMs: draft.watchedMs,
    ...(raised.quietUntilTs !== undefined && { quietUntilTs: raised.quietUntilTs }),
  });
};

/** Closes it and remembers the state known at that moment: operation sets above it belong to the next one (contract §5). */
const resolve = (draft: Draft, site: SiteFold, alert: AlertFold): SiteFold => {
  const { openedWatchMs: _opened, ...rest } = alert;
  const closed = withAlert(site, { ...rest, state: 'closed', closedTs: draft.at.wallTs });
  const closedOrders = { ...site.kept.closedOrders, [alert.kind]: greatestOrder(site) };
  return { ...closed, kept: { ...closed.kept, closedOrders } };
};

const isOff = (draft: Draft, site: SiteFold, kind: RuledKind): boolean =>
  !countsInFleet(site.adoption) || ruleOf(draft, site, kind)?.off === true;

const shared = (kind: string, order: Order): string => `${kind}.${order[0]}.${order[1]}`;

const sinceValues = (site: SiteFold): AlertValues =>
  site.live.lifeTs === undefined ? {} : { last_life_ts: site.live.lifeTs };

/** Any proof of life or of the bridge after the opening ends it. */
const isBackOnLine = ({ live: { bridgeWatchMs } }: SiteFold, { openedWatchMs = 0 }: AlertFold): boolean =>
  bridgeWatchMs !== undefined && bridgeWatchMs >= openedWatchMs;

const withEpisode = (draft: Draft, site: SiteFold): SiteFold => {
  const { wallTs } = draft.at;
  const episodes = [...site.kept.episodes.filter((ts) => wallTs - ts < UNSTABLE_WITHIN_MS), wallTs].slice(
    -UNSTABLE_EPISODES,
  );
  return { ...site, kept: { ...site.kept, episodes } };
};

/** The third episode within an hour raises `unstable_link`; from then on each `site_offline` is its child, at first silent. */
const raiseOffline = (draft: Draft, site: SiteFold): SiteFold => {
  const order = greatestOrder(site);
  let next = withEpisode(draft, site);
  const isThird = next.kept.episodes.length >= UNSTABLE_EPISODES && openOfKind(next, 'unstable_link') === undefined;
  if (isThird && !isOff(draft, next, 'unstable_link')) {
    next = raise(draft, next, {
      kind: 'unstable_link',
      id: shared('unstable_link', order),
      severity: SILENCE_SEVERITY.unstable_link,
      order,
    });
  }
  const quiet =
    openOfKind(next, 'unstable_link') === undefined ? {} : { quietUntilTs: draft.at.wallTs + UNSTABLE_QUIET_MS };
  return raise(draft, next, {
    kind: 'site_offline',
    id: shared('site_offline', order),
    severity: SILENCE_SEVERITY.site_offline,
    order,
    values: sinceValues(next),
    ...quiet,
  });
};

const judgeOffline = (draft: Draft, site: SiteFold): SiteFold => {
  const open = openOfKind(site, 'site_offline');
  if (open !== undefined) {
    if (!isBackOnLine(site, open) && !isOff(draft, site, 'site_offline')) return site;
    const closed = resolve(draft, site, open);
    return { ...closed, kept: { ...closed.kept, episodeEndTs: draft.at.wallTs } };
  }
  if (isHeld(draft, site) || isBridgeUp(site.live)) return site;
  if (bridgeSilenceMs(draft, site.live) < silentAfterMs(draft, site, 'site_offline')) return site;
  return isOff(draft, site, 'site_offline') ? site : raiseOffline(draft, site);
};

/** A last will older than 60 s while the bridge is up; both are counted in watched time. */
const isWillDue = (draft: Draft, { live }: SiteFold): boolean =>
  live.willWatchMs !== undefined &&
  live.bridgeUpWatchMs !== undefined &&
  draft.watchedMs - willSince(draft, live) >= WILL_AFTER_MS;

export const willSince = (draft: Draft, live: SiteFold['live']): number =>
  Math.max(live.willWatchMs ?? 0, live.bridgeUpWatchMs ?? 0, draft.watch.floorMs);

const judgeAgent = (draft: Draft, site: SiteFold): SiteFold => {
  const open = openOfKind(site, 'agent_silent');
  if (open !== undefined) {
    const { lifeWatchMs } = site.live;
    const lives = lifeWatchMs !== undefined && lifeWatchMs >= (open.openedWatchMs ?? 0);
    return lives || isOff(draft, site, 'agent_silent') ? resolve(draft, site, open) : site;
  }
  if (isHeld(draft, site) || !isBridgeUp(site.live) || openOfKind(site, 'site_offline') !== undefined) return site;
  const silent = agentSilenceMs(draft, site.live) >= silentAfterMs(draft, site, 'agent_silent');
  if ((!silent && !isWillDue(draft, site)) || isOff(draft, site, 'agent_silent')) return site;
  const order = greatestOrder(site);
  const severity = SILENCE_SEVERITY.agent_silent;
  return raise(draft, site, {
    kind: 'agent_silent',
    id: shared('agent_silent', order),
    severity,
    order,
    values: sinceValues(site),
  });
};

/** Closes 60 minutes after the last episode; while one is open that time has not begun. */
const judgeUnstable = (draft: Draft, site: SiteFold): SiteFold => {
  const open = openOfKind(site, 'unstable_link');
  if (open === undefined) return site;
  const since = Math.max(open.occurredTs, site.kept.episodeEndTs ?? 0);
  const calm = openOfKind(site, 'site_offline') === undefined && draft.at.wallTs - since >= UNSTABLE_WITHIN_MS;
  return calm || isOff(draft, site, 'unstable_link') ? resolve(draft, site, open) : site;
};

/** `rev` is the step reached, so a resolved alert shows again at the next step (contract §5, §6). */
const judgeCert = (draft: Draft, site: SiteFold): SiteFold => {
  const open = openOfKind(site, 'certificate');
  const cert = site.docs['state/cert']?.body;
  const judged = cert && judgeCertificate(cert, draft.at.wallTs, ruleOf(draft, site, 'certificate')?.steps_d);
  const id = cert === undefined ? '' : certificateAlertId(cert);
  const wanted = judged !== undefined && judged.step > 0 && !isOff(draft, site, 'certificate');
  let next = open !== undefined && (!wanted || open.id !== id) ? resolve(draft, site, open) : site;
  if (!wanted) return next;
  const known = next.alerts.get(id);
  const same = known?.state === 'open' && known.rev === judged.step && sameValue(known.values, judged.values);
  // A renewal that failed, or a step that a new rule takes back, changes an open alert at once; a new one is held back.
  if (same || (known?.state !== 'open' && (isHeld(draft, site) || openOfKind(site, 'site_offline') !== undefined)))
    return next;
  next = raise(draft, next, {
    kind: 'certificate',
    id,
    severity: judged.severity,
    order: greatestOrder(next),
    rev: judged.step,
    values: judged.values,
  });
  return known?.state === 'open'
    ? withAlert(next, { ...next.alerts.get(id)!, occurredTs: known.occurredTs, receivedTs: known.receivedTs })
    : next;
};

/** All console-made alerts of one site as they stand now. */
export const judgeConsoleAlerts = (draft: Draft, site: SiteFold): SiteFold =>
  judgeCert(draft, judgeAgent(draft, judgeUnstable(draft, judgeOffline(draft, site))));
