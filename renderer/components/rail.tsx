import { Map as MapIcon } from 'lucide-react';
import { useWords } from '../use-fleet.ts';

/** Screens that exist; each further one adds its entry here with its number key. */
export function Rail() {
  const { t } = useWords();
  return (
    <nav className="rail" aria-label={t('rail.label')}>
      <button type="button" aria-current="page">
        <span className="key" aria-hidden="true">
          1
        </span>
        <MapIcon className="i i-20" aria-hidden="true" />
        {t('rail.overview')}
      </button>
    </nav>
  );
}
