import { countCameras, uncountedNvrs } from '../../fleet/count-cameras.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import type { StateHealth } from '../../fleet/wire/state-health.ts';
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

/** "8 of 8 cameras, recording": what an installer at the site is told; `blocao-agent doctor` says the same. */
export function seenWords({ t }: WordTools, nvrs: StateHealth['nvrs']): string {
  const counted = countCameras(nvrs);
  if (counted === undefined) return t('drawer.seen.nothing');
  const { online, recording } = counted;
  const total = counted.total - counted.disabled;
  const how = recording === undefined ? 'only' : recording === total ? 'recording' : 'some';
  const seen = t(`drawer.seen.${how}`, { online, total, recording: recording ?? 0 });
  const untold = uncountedNvrs(nvrs);
  return untold.length === 0 ? seen : t('drawer.seen.untold', { seen, nvrs: untold.join(', ') });
}
