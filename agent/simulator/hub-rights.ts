import { CONSOLE_SUBSCRIPTIONS, TOPIC_ROOT, bridgeStateTopic } from '../../fleet/topics.ts';
import { CONSOLE_WRITES } from '../../fleet/topics.ts';
import { parseSiteId } from '../../fleet/ids.ts';
import { matchesFilter } from './local-broker.ts';

/*
 * Who may write and read what at the demo hub: the access lists of contract §8.
 */

export type HubUser = { readonly role: 'site'; readonly site: string } | { readonly role: 'operator' } | { readonly role: 'viewer' };

const siteWrites = (site: string): readonly string[] => [
  `${TOPIC_ROOT}${site}/state/#`,
  `${TOPIC_ROOT}${site}/event/#`,
  `${TOPIC_ROOT}${site}/cmd/ack`,
];

const siteReads = (site: string): readonly string[] => [`${TOPIC_ROOT}${site}/cmd/req`, `${TOPIC_ROOT}${site}/hint/#`];

const isOwnBridgeState = (site: string, topic: string): boolean => {
  const id = parseSiteId(site);
  return id !== undefined && topic === bridgeStateTopic(id);
};

export const mayPublish = (user: HubUser, topic: string): boolean => {
  switch (user.role) {
    case 'site':
      return isOwnBridgeState(user.site, topic) || siteWrites(user.site).some((filter) => matchesFilter(filter, topic));
    case 'operator':
      return CONSOLE_WRITES.some((filter) => matchesFilter(filter, topic));
    case 'viewer':
      return false;
    default:
      user satisfies never;
      return false;
  }
};

/** True where every topic that `asked` matches is matched by `allowed`. */
export const isWithin = (asked: string, allowed: string): boolean => {
  const askedLevels = asked.split('/');
  const allowedLevels = allowed.split('/');
  for (const [index, level] of allowedLevels.entries()) {
    if (level === '#') return true;
    const other = askedLevels[index];
    if (other === undefined || other === '#') return false;
    if (level !== '+' && level !== other) return false;
  }
  return askedLevels.length === allowedLevels.length;
};

export const maySubscribe = (user: HubUser, filter: string): boolean => {
  const allowed = user.role === 'site' ? siteReads(user.site) : CONSOLE_SUBSCRIPTIONS.map(({ topic }) => topic);
  return allowed.some((pattern) => isWithin(filter, pattern));
};
