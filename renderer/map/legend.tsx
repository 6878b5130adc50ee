import { STATUS_ORDER } from '../../fleet/model/status.ts';
import { StatusGlyph } from '../components/glyph.tsx';
import { useWords } from '../use-fleet.ts';
import type { MapScene } from './map-scene.ts';

/** Only what is on the map; says so when sites have no place on it. */
export function Legend({ scene }: { readonly scene: MapScene }) {
  const { t } = useWords();
  if (scene.statuses.size === 0 && !scene.anySilent && scene.placeless === 0) return null;
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
      {scene.placeless > 0 && <span>{t('map.noPlace', { count: scene.placeless })}</span>}
    </div>
  );
}
