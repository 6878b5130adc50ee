import type { AlertRecord } from '../../fleet/model/alert.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import type { WordTools } from '../i18n/alert-words.ts';
import { pinReason } from '../i18n/status-words.ts';
import type { PinWords } from './label-layer.ts';
import type { DrawnItem } from './pin-items.ts';

/** Only what is not fine is labelled by itself, and not where one message speaks for all. */
export function isToldOf({ pin }: DrawnItem, site: SiteRecord | undefined): boolean {
  if (!pin || pin.hollow || (pin.status === 'ok' && !pin.silent)) return false;
  return pin.status !== 'unknown' || (site?.unknownReason !== 'no_hub' && site?.unknownReason !== 'is_it_us');
}

/** What stands beside a pin: its id and why; under the pointer or focus, a fine site's name. */
export function pinWords(
  words: WordTools,
  site: SiteRecord,
  top: AlertRecord | undefined,
  pointedAt: boolean,
): PinWords {
  const reason = pinReason(words, site, top) ?? (pointedAt ? site.name : undefined);
  const tone = site.status === 'ok' ? 'unknown' : site.status;
  return { id: site.id, tone, ...(reason === undefined ? {} : { reason }) };
}
