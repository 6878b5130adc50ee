import type { SiteRecord } from '../../../fleet/model/site.ts';
import { lineWords } from '../../i18n/fact-words.ts';
import { ageWords } from '../../i18n/format.ts';
import { heardTs } from '../../selectors/site-list.ts';
import { useFleet, useWords } from '../../use-fleet.ts';
import { FactLines, Section } from './drawer-parts.tsx';

const joined = (parts: readonly (string | undefined)[]): string | undefined =>
  parts.filter((part) => part !== undefined && part !== '').join(', ') || undefined;

/** Whom to call, where, and what time it is there. */
export function WhoSection({ site }: { readonly site: SiteRecord }) {
  const { t, format, now } = useWords();
  const { contact, timeZone } = site;
  const local = timeZone === undefined ? undefined : format.timeIn(timeZone, now);
  return (
    <Section title={t('drawer.who')}>
      <FactLines
        lines={[
          [t('card.place'), joined([site.address, site.region])],
          [t('card.local'), local === undefined ? undefined : `${local} (${timeZone})`],
          [t('card.contact'), joined([contact?.name, contact?.phone, contact?.email])],
          [t('drawer.tags'), joined(site.tags)],
        ]}
      />
    </Section>
  );
}

/** How we know that it lives: last proof of life, what each hub says of its bridge, its line. */
export function LinkSection({ site }: { readonly site: SiteRecord }) {
  const words = useWords();
  const { t, format, now } = words;
  const hubs = useFleet((picture) => picture.tables.hubs);
  const life = heardTs(site);
  const heard =
    life === undefined
      ? t('said.neverHeard')
      : t('card.lifeAgo', { time: format.time(life, now), age: ageWords(t, now - life) });
  const bridges = Object.values(hubs).map(
    (hub) => [hub.name, t(`drawer.bridge.${site.bridges[hub.id] ?? 'absent'}`)] as const,
  );
  return (
    <Section title={t('drawer.link')}>
      <FactLines
        lines={[
          [t('card.life'), heard],
          [t('drawer.linkState'), t(`drawer.linkIs.${site.link}`)],
          ...bridges,
          [t('card.line'), lineWords(words, site)],
        ]}
      />
    </Section>
  );
}
