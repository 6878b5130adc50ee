import type { SiteRecord } from '../../fleet/model/site.ts';
import type { WordTools } from './alert-words.ts';

/** "24 of 25 online"; of a site that can't be asked only how many there are. */
export function camerasWords({ t, format }: WordTools, { cameras, status }: SiteRecord): string | undefined {
  if (!cameras) return undefined;
  const total = cameras.total - cameras.disabled;
  if (status !== 'offline' && status !== 'unknown') return t('card.camerasOf', { online: cameras.online, total });
  return t('card.camerasUnknown', { count: total, status: t(`status.${status}`).toLocaleLowerCase(format.language) });
}

/** The site's way to the hub, while it is on line. */
export function lineWords({ t, format }: WordTools, { wan, status }: SiteRecord): string | undefined {
  if (wan?.rttMs === undefined || wan.lossPct === undefined || status === 'offline') return undefined;
  return t('card.lineValue', { rtt: format.number(wan.rttMs), loss: format.number(wan.lossPct) });
}
