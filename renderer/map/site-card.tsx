import { X } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import type { SiteRecord } from '../../fleet/model/site.ts';
import { StatusGlyph } from '../components/glyph.tsx';
import type { WordTools } from '../i18n/alert-words.ts';
import { ageWords } from '../i18n/format.ts';
import { camerasWords, lineWords } from '../i18n/fact-words.ts';
import { statusSentence, whySentence } from '../i18n/status-words.ts';
import { heardTs, isSilent } from '../selectors/site-list.ts';
import { useFleet, useNav, useStores, useWords } from '../use-fleet.ts';
import { placeCard, type Point } from './card-place.ts';
import type { MapController } from './map-controller.ts';
import type { MapScene } from './map-scene.ts';

/** The selected site beside its pin: what it says, since when, whom to call. */
export function SiteCard({
  controller,
  place,
}: {
  readonly controller: MapController;
  readonly place: NonNullable<MapScene['selected']>;
}) {
  const words = useWords();
  const { t } = words;
  const { nav } = useStores();
  const site = useFleet((picture) => picture.tables.sites[place.site]);
  const top = useFleet((picture) => (site?.topAlert ? picture.tables.alerts[site.topAlert] : undefined));
  // Hidden, not gone: the focus comes back to it when the drawer closes.
  const drawer = useNav((state) => state.drawer);
  const card = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<Point>();
  useLayoutEffect(() => {
    const element = card.current;
    if (element)
      setAt(placeCard(place, { w: element.offsetWidth, h: element.offsetHeight }, controller.size(), controller.crowd));
  }, [controller, place.x, place.y, place.site, site?.status, place]);
  if (!site) return null;
  const why = whySentence(words, site, top);
  return (
    <div
      ref={card}
      className="card onmap"
      role="group"
      aria-label={site.name ?? site.id}
      style={at && !drawer ? { left: at.x, top: at.y } : { visibility: 'hidden' }}
      data-testid="site-card"
    >
      <div className="head-row">
        <StatusGlyph status={site.status} silent={isSilent(site)} label={t(`status.${site.status}`)} />
        <b className="id">{site.id}</b>
        <span className="t2 ell grow" title={site.name}>
          {site.name}
        </span>
        <button
          type="button"
          className="btn quiet sm icon"
          aria-label={t('card.close')}
          onClick={() => nav.select(undefined)}
        >
          <X className="i i-14" aria-hidden="true" />
        </button>
      </div>
      <p className={site.status === 'ok' ? 'said t2' : `said c-${site.status}`}>
        {statusSentence(words, site)}
        {why !== '' && ` – ${why}`}
      </p>
      <Facts words={words} site={site} />
      <div className="row end">
        <button type="button" className="btn sm" onClick={() => nav.openDrawer(site.id)}>
          {t('drawer.open')}
        </button>
      </div>
    </div>
  );
}

function Facts({ words, site }: { readonly words: WordTools; readonly site: SiteRecord }) {
  const { t, format, now } = words;
  const life = heardTs(site);
  const rows: readonly (readonly [string, string | undefined])[] = [
    [
      t('card.life'),
      life === undefined
        ? t('said.neverHeard')
        : t('card.lifeAgo', { time: format.time(life, now), age: ageWords(t, now - life) }),
    ],
    [t('card.cameras'), camerasWords(words, site)],
    [
      t('card.nvrs'),
      site.nvrs && site.nvrs.total > 1 ? t('health.of', { n: site.nvrs.up, total: site.nvrs.total }) : undefined,
    ],
    [t('card.line'), lineWords(words, site)],
    [t('card.place'), [site.address, site.region].filter(Boolean).join(', ') || undefined],
    [t('card.contact'), [site.contact?.name, site.contact?.phone].filter(Boolean).join(', ') || undefined],
    [t('card.local'), site.timeZone ? format.timeIn(site.timeZone, now) : undefined],
  ];
  return (
    <dl className="kv selectable">
      {rows.map(([name, value]) => value !== undefined && <Fact key={name} name={name} value={value} />)}
    </dl>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
