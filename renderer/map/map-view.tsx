import { Maximize, Minus, Plus } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useConsole, useOverview, useStores, useWords } from '../use-fleet.ts';
import { useWide } from '../use-wide.ts';
import { FirstWords, PlacelessWords } from '../views/overview/first-words.tsx';
import { HubTrouble } from '../views/overview/hub-trouble.tsx';
import { Legend } from './legend.tsx';
import { MapController } from './map-controller.ts';
import { EMPTY_SCENE, type MapScene } from './map-scene.ts';
import { PinList } from './pin-list.tsx';
import { RingCard } from './ring-card.tsx';
import { SiteCard } from './site-card.tsx';

const NOTHING = (): (() => void) => () => undefined;

/**
 * The map and what stands on it. The canvas is drawn by the controller, outside React; here is everything with words.
 */
export function MapView() {
  const words = useWords();
  const { t } = words;
  const stores = useStores();
  // The selected site has a column of its own then.
  const wide = useWide();
  const theme = useConsole((state) => state.settings.theme);
  const shown = useOverview((state) => state.sites.order.length);
  const holder = useRef<HTMLDivElement>(null);
  const [controller, setController] = useState<MapController>();
  const first = useRef(words);

  useEffect(() => {
    const made = new MapController(holder.current!, stores, first.current);
    setController(made);
    return () => {
      setController(undefined);
      made.remove();
    };
  }, [stores]);
  const { format, now } = words;
  useEffect(() => controller?.setWords({ t, format, now }), [controller, t, format, now]);
  useEffect(() => controller?.setTheme(), [controller, theme]);
  const streets = useConsole((state) => state.settings.streetsFile);
  useEffect(() => controller?.streets.show(streets), [controller, streets]);

  const scene: MapScene = useSyncExternalStore(
    controller?.subscribe ?? NOTHING,
    controller?.scene ?? (() => EMPTY_SCENE),
  );
  // Hundreds of buttons: they follow when there is time, in slices, and never hold up a frame.
  const listed = useDeferredValue(useMemo(() => ({ scene, words: { t, format, now } }), [scene, t, format, now]));
  return (
    <section
      className="map"
      aria-label={t('map.label')}
      data-pins={scene.pins}
      data-clusters={scene.clusters}
      data-sites={scene.sites}
    >
      <div ref={holder} aria-hidden="true" />
      {controller && <PinList controller={controller} {...listed} />}
      {controller && <ZoomButtons controller={controller} />}
      {shown > 0 && <Legend scene={scene} />}
      <span className="attr hide-m">{t('map.attribution')}</span>
      {scene.streetsBroken && (
        <p className="mapctl streets-note" role="status">
          {t('streets.broken')}
        </p>
      )}
      {controller && scene.selected && !wide && <SiteCard controller={controller} place={scene.selected} />}
      {controller && scene.opened && <RingCard controller={controller} place={scene.opened} />}
      <HubTrouble />
      <FirstWords />
      {shown > 0 && scene.placeless === shown && <PlacelessWords />}
    </section>
  );
}

function ZoomButtons({ controller }: { readonly controller: MapController }) {
  const { t } = useWords();
  return (
    <div className="mapctl zoom">
      <button type="button" aria-label={t('map.in')} title={t('map.in')} onClick={() => controller.zoom(1)}>
        <Plus className="i" aria-hidden="true" />
      </button>
      <button type="button" aria-label={t('map.out')} title={t('map.out')} onClick={() => controller.zoom(-1)}>
        <Minus className="i" aria-hidden="true" />
      </button>
      <button type="button" aria-label={t('map.fit')} title={t('map.fit')} onClick={() => controller.showAll()}>
        <Maximize className="i" aria-hidden="true" />
      </button>
    </div>
  );
}
