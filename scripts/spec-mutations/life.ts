import { within } from '../spec/mutation.ts';
import type { SpecMutation } from '../spec/mutation.ts';

const life = within('fleet/fold', 'life');

const ONCE_STABLE = 'calm || isOff';

export const mutations: readonly SpecMutation[] = [
  life('FS-100', 'documents', '!retained && rises && !isLowest', '!retained && !isLowest'),
  life('FS-101', 'documents', 'const proven = { ...site, live: withBridgeProof(draft, site.live) };', 'const proven = site;'),
  life('FS-102', 'site-events', 'const next = { ...site, kept: { ...site.kept, events } };', 'const next = { ...site, kept: { ...site.kept, events }, live: { ...site.live, bridgeWatchMs: draft.watchedMs } };'),
  life('FS-103', 'life', 'draft.at.monoMs - lifeMono < STALE_AFTER_MS', 'draft.at.monoMs - lifeMono <= STALE_AFTER_MS'),
  life('FS-104', 'life', 'draft.connected.every(', 'draft.connected.some('),
  life('FS-105', 'console-alerts', '< silentAfterMs(draft, site, \'site_offline\')) return site;', '<= silentAfterMs(draft, site, \'site_offline\')) return site;'),
  life('FS-106', 'life', 'bridgeUpWatchMs === undefined ? next :', 'true ? next :'),
  life('FS-107', 'console-alerts', 'bridgeWatchMs !== undefined && bridgeWatchMs >= openedWatchMs;', 'false;'),
  life('FS-108', 'console-alerts', 'return lives || isOff', 'return lives || isBackOnLine(site, open) || isOff'),
  life('FS-109', 'console-alerts', '>= WILL_AFTER_MS;', '> WILL_AFTER_MS;'),
  life('FS-110', 'console-alerts', 'Math.max(live.willWatchMs ?? 0, live.bridgeUpWatchMs ?? 0,', 'Math.max(live.willWatchMs ?? 0,'),
  life('FS-111', 'console-alerts', 'episodes.length >= UNSTABLE_EPISODES', 'episodes.length > UNSTABLE_EPISODES', 'unstable-link'),
  life('FS-112', 'console-alerts', 'site.kept.episodes.filter((ts) => wallTs - ts < UNSTABLE_WITHIN_MS)', 'site.kept.episodes', 'unstable-link'),
  life('FS-113', 'alert-view', 'return draft.at.wallTs < alert.quietUntilTs;', 'return false;', 'unstable-link'),
  life('FS-114', 'console-alerts', ONCE_STABLE, 'isOff', 'unstable-link'),
  life('FS-115', 'watch', 'watch.connected ? watch.watchedMs +', 'true ? watch.watchedMs +', 'watch'),
  life('FS-116', 'watch', '> TICK_MS + SLEPT_AFTER_REAL_MS', '>= TICK_MS + SLEPT_AFTER_REAL_MS', 'watch'),
  life('FS-117', 'watch', 'holdUntilMono: at.monoMs + STALE_AFTER_MS,', 'holdUntilMono: at.monoMs,', 'watch'),
  life('FS-118', 'restore', '...(lifeTs !== undefined && { lifeTs }),', '', 'watch'),
  life('FS-119', 'status', "for (const _ in site.docs) return 'watching';", '', 'watch'),
  life('FS-120', 'status', "if (draft.watch.blind) return 'no_hub';", '', 'watch'),
  life('FS-121', 'console-alerts', 'after === undefined ?', 'true ?', 'watch'),
  life('FS-122', 'messages', 'return noteEarlyBridge(draft, id, hub, up);', 'return undefined;', 'watch'),
  life('FS-123', 'hubs', ': withoutHub(draft, site, hub.id))', ': site)', 'watch'),
  life('FS-124', 'adoption', 'begins ? { ...next.live, sinceWatchMs: draft.watchedMs }', 'begins ? next.live', 'watch'),
  life('FS-125', 'hubs', '(is ? withHub(draft, site, hub.id) :', '(is ? site :', 'watch'),
  life('FS-130', 'console-alerts', '  site.live.inOutage ||\n', '', 'outage'),
  life('FS-131', 'outage', 'n > OUTAGE_MORE_THAN && n > of / 2', 'n >= OUTAGE_MORE_THAN && n >= of / 2', 'outage'),
  life('FS-132', 'outage', '> OUTAGE_WINDOW_MS) from += 1;', '> 9 * OUTAGE_WINDOW_MS) from += 1;', 'outage'),
  life('FS-133', 'settle', 'silent: isSilent && !hasOwn &&', 'silent: isSilent &&', 'outage'),
  life('FS-134', 'outage', 'stillSilent(draft, grown) <= grown.members.size / 2', 'false', 'outage'),
  life('FS-135', 'outage', 'excused: site.marks.silent', 'excused: false', 'outage'),
  life('FS-136', 'life', '  inOutage: false,\n', '', 'outage'),
  life('FS-137', 'outage', 'const grown = grow(draft, outage);', 'const grown = outage;', 'outage'),
  { rule: 'FS-140', file: 'fleet/fold/console-alerts.ts', find: 'lifeWatchMs >= (open.openedWatchMs ?? 0)', replace: 'lifeWatchMs < (open.openedWatchMs ?? 0)', test: 'fleet/reduce.test.ts' },
];
