import { Map as MapIcon, Settings as SettingsIcon, Store as StoreIcon } from 'lucide-react';
import { SCREENS, showScreen, useScreen } from '../screen-store.ts';
import { useWords } from '../use-fleet.ts';

const ICONS = { overview: MapIcon, site: StoreIcon, settings: SettingsIcon } as const;

/** Screens that exist, each with its number key. */
export function Rail() {
  const { t } = useWords();
  const current = useScreen();
  return (
    <nav className="rail" aria-label={t('rail.label')}>
      {SCREENS.map(({ screen, key }) => {
        const Icon = ICONS[screen];
        return (
          <button
            key={screen}
            type="button"
            aria-keyshortcuts={key}
            {...(screen === current ? { 'aria-current': 'page' } : {})}
            onClick={() => showScreen(screen)}
          >
            <span className="key" aria-hidden="true">
              {key}
            </span>
            <Icon className="i i-20" aria-hidden="true" />
            {t(`rail.${screen}`)}
          </button>
        );
      })}
    </nav>
  );
}
