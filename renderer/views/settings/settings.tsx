import { SETTINGS_TABS, showSettingsTab, useSettingsTab } from '../../screen-store.ts';
import { useWords } from '../../use-fleet.ts';
import { Appearance } from './appearance.tsx';
import { Diagnostics } from './diagnostics.tsx';
import { HubList } from './hub-list.tsx';
import { PrepareSite } from './prepare-site.tsx';
import { Rules } from './rules.tsx';
import { Sounds } from './sounds.tsx';
import { Transfer } from './transfer.tsx';
import { Tunnel } from './tunnel.tsx';

/** Screen 8: what this console is connected to, how it looks, and what it knows about itself. */
export function Settings() {
  const { t } = useWords();
  const tab = useSettingsTab();
  return (
    <section className="settings" aria-label={t('rail.settings')}>
      <div className="fbar">
        <div className="seg" role="group" aria-label={t('settings.tabs.label')}>
          {SETTINGS_TABS.map((one) => (
            <button key={one} type="button" aria-pressed={one === tab} onClick={() => showSettingsTab(one)}>
              {t(`settings.tabs.${one}`)}
            </button>
          ))}
        </div>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard */}
      <div className="settings-body" role="region" aria-label={t(`settings.tabs.${tab}`)} tabIndex={0}>
        <h2>{t(`settings.tabs.${tab}`)}</h2>
        {tab === 'hubs' && <HubList />}
        {tab === 'rules' && <Rules />}
        {tab === 'sounds' && <Sounds />}
        {tab === 'appearance' && <Appearance />}
        {tab === 'tunnel' && <Tunnel />}
        {tab === 'prepare' && <PrepareSite />}
        {tab === 'transfer' && <Transfer />}
        {tab === 'diagnostics' && <Diagnostics />}
      </div>
    </section>
  );
}
