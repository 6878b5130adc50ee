import { X } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { SiteRecord } from '../../fleet/model/site.ts';
import { StatusGlyph } from '../components/glyph.tsx';
import { siteName } from '../i18n/status-words.ts';
import { compareSites, isSilent } from '../selectors/site-list.ts';
import { useCalmWords, useStores, useWords } from '../use-fleet.ts';
import { useHeld } from '../use-held.ts';
import { placeCard, type Point } from './card-place.ts';
import type { MapController } from './map-controller.ts';
import type { MapScene } from './map-scene.ts';

/** A longer list is the table's: the worst stand here. */
const MOST = 60;

interface RingCardProps {
  readonly controller: MapController;
  readonly place: NonNullable<MapScene['opened']>;
}

/** The sites of a ring, worst first, beside it. Escape gives the focus back to the ring. */
export function RingCard({ controller, place }: RingCardProps) {
  // Anew each second, and with each change of the ring's look.
  const { t } = useWords();
  const { nav } = useStores();
  const { item } = place;
  const { members, handlers } = useMembers(item);
  const card = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<Point>();
  useLayoutEffect(() => {
    const element = card.current;
    if (element)
      setAt(placeCard(place, { w: element.offsetWidth, h: element.offsetHeight }, controller.size(), controller.crowd));
  }, [controller, place.x, place.y, place.item.key, place]);
  const close = (): void => {
    controller.closeRing();
    document.querySelector<HTMLElement>(`.pinlist [data-key="${CSS.escape(item.key)}"]`)?.focus();
  };
  // What is not placed yet is hidden, and takes no focus.
  const placed = at !== undefined;
  useEffect(() => {
    if (placed) card.current?.querySelector<HTMLElement>('li button')?.focus();
  }, [item.key, placed]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape for what is inside
    <div
      ref={card}
      className="card onmap ringcard"
      role="group"
      aria-label={t('name.group', { count: item.mark.sites.length })}
      style={at ? { left: at.x, top: at.y } : { visibility: 'hidden' }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <div className="head-row">
        <b className="grow">{t('name.group', { count: item.mark.sites.length })}</b>
        <button type="button" className="btn quiet sm icon" aria-label={t('card.close')} onClick={close}>
          <X className="i i-14" aria-hidden="true" />
        </button>
      </div>
      <ul className="ringlist" {...handlers}>
        {members.map((site) => (
          <RingLine key={site.id} site={site} onShow={() => nav.openDrawer(site.id)} onPoint={nav.point} />
        ))}
      </ul>
      {item.mark.sites.length > MOST && <p className="t2">{t('ring.more', { count: item.mark.sites.length - MOST })}</p>}
      <div className="row end">
        <button type="button" className="btn sm" onClick={() => controller.zoomInto(item.key)}>
          {t('ring.zoom')}
        </button>
      </div>
    </div>
  );
}

/** Under the pointer each keeps its place: their order is one of live states. */
function useMembers({ key, mark }: RingCardProps['place']['item']): {
  readonly members: readonly SiteRecord[];
  readonly handlers: ReturnType<typeof useHeld>['handlers'];
} {
  const { sites } = useStores().fleet.picture().tables;
  const worst = mark.sites
    .flatMap((id) => sites[id] ?? [])
    .sort(compareSites)
    .slice(0, MOST)
    .map(({ id }) => id);
  const { shown, handlers } = useHeld({ key, ids: worst });
  const ids = shown.key === key ? shown.ids : worst;
  return { members: ids.flatMap((id) => sites[id] ?? []), handlers };
}

interface RingLineProps {
  readonly site: SiteRecord;
  readonly onShow: () => void;
  readonly onPoint: (site: SiteRecord['id'] | undefined) => void;
}

function RingLine({ site, onShow, onPoint }: RingLineProps) {
  const words = useCalmWords();
  return (
    <li>
      <button
        type="button"
        aria-label={siteName(words, site)}
        onClick={onShow}
        onFocus={() => onPoint(site.id)}
        onBlur={() => onPoint(undefined)}
      >
        <StatusGlyph status={site.status} silent={isSilent(site)} />
        <span className="id">{site.id}</span>
        <span className="ell t2">{site.name}</span>
      </button>
    </li>
  );
}
