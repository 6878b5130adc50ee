import { Columns2, MonitorOff, Store, X } from 'lucide-react';
import { useEffect } from 'react';
import type { OpenConsole } from '../../../fleet/tunnel/opening.ts';
import { StatusGlyph } from '../../components/glyph.tsx';
import { screenNow } from '../../screen-store.ts';
import { pressOf } from '../../selectors/console-tabs.ts';
import { isSilent } from '../../selectors/site-list.ts';
import { useTunnel } from '../../use-tunnel.ts';
import { useFleet, useStores, useWords } from '../../use-fleet.ts';
import { ConsolePane } from './console-pane.tsx';

/** Screen 3: the consoles of sites that are open, one or two of them side by side. */
export function ConsoleScreen({ covered }: { readonly covered: boolean }) {
  const { t } = useWords();
  const consoles = useTunnel((state) => state.consoles);
  const { current, beside } = useTunnel((state) => state.tabs);
  const shown = [current, beside].flatMap((key) => consoles.find((one) => one.key === key) ?? []);
  return (
    <section className="consoles" aria-labelledby="consoles-title">
      <h1 className="vh" id="consoles-title">
        {t('consoles.title')}
      </h1>
      {consoles.length === 0 ? <NoConsole /> : <TabBar consoles={consoles} current={current} beside={beside} />}
      {shown.length > 0 && (
        <div className={shown.length > 1 ? 'panes two' : 'panes'}>
          {shown.map((one) => (
            <ConsolePane key={one.key} console={one} covered={covered} own={false} />
          ))}
        </div>
      )}
    </section>
  );
}

/** Keys that lead to a console from anywhere in the window. */
export function useConsoleKeys(): void {
  const { tunnel } = useStores();
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { consoles, tabs } = tunnel.state();
      const leads = pressOf(event);
      if (consoles.length === 0 || (leads === undefined && event.key !== 'F6')) return;
      event.preventDefault();
      if (leads !== undefined) tunnel.press(leads);
      else if (tabs.current !== undefined && screenNow() === 'site') tunnel.enter(tabs.current);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [tunnel]);
}

function NoConsole() {
  const { t } = useWords();
  return (
    <div className="consoles-none">
      <span className="bigi" aria-hidden="true">
        <Store className="i i-20" />
      </span>
      <p className="m">{t('consoles.none')}</p>
      <p className="t2">{t('consoles.noneHow')}</p>
    </div>
  );
}

interface TabBarProps {
  readonly consoles: readonly OpenConsole[];
  readonly current: string | undefined;
  readonly beside: string | undefined;
}

function TabBar({ consoles, current, beside }: TabBarProps) {
  const { t } = useWords();
  const { tunnel } = useStores();
  const other = consoles.find(({ key }) => key !== current);
  return (
    <div className="ctabs">
      <div className="ctabs-list" role="tablist" aria-label={t('consoles.open')}>
        {consoles.map((one, index) => (
          <Tab key={one.key} console={one} n={index + 1} selected={one.key === current} beside={one.key === beside} />
        ))}
      </div>
      <span className="grow" />
      {other !== undefined && (
        <button
          type="button"
          className="btn quiet sm"
          aria-pressed={beside !== undefined}
          aria-label={t('consoles.sideBySide')}
          title={t('consoles.sideBySide')}
          onClick={() => tunnel.beside(beside ?? other.key)}
        >
          <Columns2 className="i i-14" aria-hidden="true" />
          <span className="hide-s">{t('consoles.sideBySide')}</span>
        </button>
      )}
      <button
        type="button"
        className="btn quiet sm icon"
        aria-label={t('consoles.closeAll')}
        title={t('consoles.closeAll')}
        onClick={() => consoles.forEach(({ key }) => tunnel.close(key))}
      >
        <X className="i i-14" aria-hidden="true" />
      </button>
    </div>
  );
}

interface TabProps {
  readonly console: OpenConsole;
  readonly n: number;
  readonly selected: boolean;
  readonly beside: boolean;
}

function Tab({ console, n, selected, beside }: TabProps) {
  const { t } = useWords();
  const { tunnel } = useStores();
  const site = useFleet((picture) => picture.tables.sites[console.site]);
  const phase = t(`consoles.phase.${console.phase}`);
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${console.key}`}
      aria-selected={selected}
      aria-controls={`pane-${console.key}`}
      aria-keyshortcuts={n <= 9 ? `Control+${n}` : undefined}
      className={beside ? 'beside' : ''}
      title={phase}
      onClick={() => tunnel.show(console.key)}
    >
      {site ? (
        <StatusGlyph status={site.status} silent={isSilent(site)} label={t(`status.${site.status}`)} />
      ) : (
        <Store className="i i-14" aria-hidden="true" />
      )}
      <span className="id">{console.site}</span>
      <span className="ell hide-s">{console.siteName ?? ''}</span>
      {console.phase !== 'open' && (
        <>
          <MonitorOff className="i i-14" aria-hidden="true" />
          <span className="vh">{phase}</span>
        </>
      )}
    </button>
  );
}
