import type { AlertRecord } from '../../fleet/model/alert.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import { isSilent } from '../selectors/site-list.ts';
import { alertSentence, alertShort, type WordTools } from './alert-words.ts';
import { ageWords } from './format.ts';

/** "Offline since 14:02 (7 min)": state in words with a time (visual rule 1). */
export function statusSentence({ t, format, now }: WordTools, site: SiteRecord): string {
  const silence = silenceWords({ t, format, now }, site);
  if (site.status === 'ok')
    return silence ? t('said.okSilent', { age: ageWords(t, now - site.lastLifeTs!) }) : t('said.ok');
  if (site.status === 'maintenance' && site.maintenanceUntilTs !== undefined) {
    return t('said.maintenanceUntil', { time: format.time(site.maintenanceUntilTs, now) });
  }
  const said = t(`said.${site.status}`, {
    time: format.time(site.statusSinceTs, now),
    age: ageWords(t, now - site.statusSinceTs),
  });
  return silence ? `${said}, ${silence}` : said;
}

function silenceWords({ t, now }: WordTools, site: SiteRecord): string | undefined {
  return isSilent(site) && site.lastLifeTs !== undefined
    ? t('said.silent', { age: ageWords(t, now - site.lastLifeTs) })
    : undefined;
}

/** What stands behind the status: the alert that explains it, or why it is not known and what it was. */
export function whySentence(tools: WordTools, site: SiteRecord, top: AlertRecord | undefined): string {
  const { t, format, now } = tools;
  if (site.status === 'unknown') {
    const parts = [
      site.unknownReason ? t(`said.why.${site.unknownReason}`) : undefined,
      site.lastStatus && site.lastStatusTs !== undefined && site.lastStatus !== 'unknown'
        ? t('said.was', { status: t(`status.${site.lastStatus}`), time: format.time(site.lastStatusTs, now) })
        : site.lastLifeTs !== undefined
          ? t('said.lastReport', { time: format.time(site.lastLifeTs, now) })
          : undefined,
    ];
    return parts.filter((part) => part !== undefined).join(', ');
  }
  // "Offline since …" says the rest already.
  if (top?.kind === 'site_offline') return t('alert.site_offline.cause');
  return top && site.status !== 'ok' ? alertSentence(tools, top) : '';
}

/** Name of a pin for screen readers, without an age that would change every minute. */
export function siteName({ t, format, now }: WordTools, site: SiteRecord): string {
  const status = t(`status.${site.status}`).toLocaleLowerCase(format.language);
  const who = site.name ? `${site.id} ${site.name}` : site.id;
  if (site.adoption === 'pending') return `${who}, ${t('status.pending')}`;
  const said =
    site.status === 'ok'
      ? isSilent(site)
        ? `${t('status.ok')}, ${t('status.silent').toLocaleLowerCase(format.language)}`
        : t('status.ok')
      : site.status === 'maintenance' && site.maintenanceUntilTs !== undefined
        ? t('name.until', { status, time: format.time(site.maintenanceUntilTs, now) })
        : t('name.since', { status, time: format.time(site.statusSinceTs, now) });
  return `${who}, ${said}`;
}

/** Reason on a pin's label, short; absent for a fine site that speaks. */
export function pinReason(tools: WordTools, site: SiteRecord, top: AlertRecord | undefined): string | undefined {
  const { t, format, now } = tools;
  switch (site.status) {
    case 'ok':
      return isSilent(site) && site.lastLifeTs !== undefined
        ? t('short.silent', { age: ageWords(t, now - site.lastLifeTs) })
        : undefined;
    case 'maintenance':
      return site.maintenanceUntilTs === undefined
        ? t('short.maintenance')
        : t('short.until', { time: format.timeOrDate(site.maintenanceUntilTs, now) });
    case 'unknown':
      // When it is us, one message says so for all; a label per site would shout about sites that may be fine.
      return site.unknownReason === 'no_hub' || site.unknownReason === 'is_it_us' ? undefined : t('short.unknown');
    case 'offline':
      return top?.kind === 'agent_silent'
        ? alertShort(tools, top)
        : t('short.offline', { age: ageWords(t, now - site.statusSinceTs) });
    case 'err':
    case 'warn':
      return top ? alertShort(tools, top) : t(`short.${site.status}`);
    default:
      return site.status satisfies never;
  }
}
