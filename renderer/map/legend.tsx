import { STATUS_ORDER } from '../../fleet/model/status.ts';
import { StatusGlyph } from '../components/glyph.tsx';
import { useOverview, useFleet, useWords } from '../use-fleet.ts';
import type { MapScene } from './map-scene.ts';
import { hasPlace } from './site-clusters.ts';

/** Only what is on the map; says so when sites have no place on it. */
export function Legend({ scene }: { readonly scene: MapScene }) {
  const { t } = useWords();
  return (
    <div className="mapctl legend" role="group" aria-label={t('map.legend')}>
      {STATUS_ORDER.filter((status) => scene.statuses.has(status)).map((status) => (
        <span key={status}>
          <StatusGlyph status={status} />
          {t(`status.${status}`)}
        </span>
      ))}
      {scene.anySilent && (
        <span>
          <StatusGlyph status="ok" silent />
          {t('status.silent')}
        </span>
      )}
      <Placeless />
    </div>
  );
}

function Placeless() {
  const { t } = useWords();
  const order = useOverview((state) => state.sites.order);
  const sites = useFleet((picture) => picture.tables.sites);
  let placeless = 0;
  for (const id of order) {
    const site = sites[id];
    if (site && !hasPlace(site)) placeless += 1;
  }
  return placeless === 0 ? null : <span>{t('map.noPlace', { count: placeless })}</span>;
}
