import { Plus } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { showOverlay } from '../../overlay-store.ts';
import { NO_FILTER } from '../../selectors/filter.ts';
import { viewShown } from '../../selectors/saved-views.ts';
import { useConsole, useNav, useStores, useWords, type Stores } from '../../use-fleet.ts';

/** Shows a saved view; `all`: no filter and the columns that the settings keep, on map or table as before. */
export function showView({ nav, console }: Stores, id: string): void {
  const { views, columns } = console.state().settings;
  if (id === 'all') return nav.show({ mode: nav.state().mode, filter: NO_FILTER, columns });
  const view = views.find((one) => one.id === id);
  if (view) nav.show(view);
}

/** Names for what was asked before; in a narrow window a list instead of tabs. */
export function ViewTabs() {
  const { t } = useWords();
  const stores = useStores();
  const views = useConsole((state) => state.settings.views);
  const mode = useNav((state) => state.mode);
  const filter = useNav((state) => state.filter);
  const columns = useNav((state) => state.columns);
  const shown = viewShown(views, { mode, filter, columns });
  const tabs = [{ id: 'all', name: t('filter.all') }, ...views];
  return (
    <>
      <div className="vtabs" role="group" aria-label={t('views.label')}>
        {tabs.map(({ id, name }, at) => (
          <Tab key={id} name={name} at={at} on={id === shown} onShow={() => showView(stores, id)} />
        ))}
      </div>
      <select
        className="pick vpick"
        aria-label={t('views.label')}
        value={shown ?? ''}
        onChange={({ target }) => showView(stores, target.value)}
      >
        {shown === undefined && <option value="">{t('views.unsaved')}</option>}
        {tabs.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="btn quiet icon"
        aria-haspopup="dialog"
        aria-label={t('views.manage')}
        aria-keyshortcuts="V"
        title={t('views.manage')}
        onClick={() => showOverlay('views')}
      >
        <Plus className="i" aria-hidden="true" />
      </button>
    </>
  );
}

interface TabProps {
  readonly name: string;
  readonly at: number;
  readonly on: boolean;
  readonly onShow: () => void;
}

function Tab({ name, at, on, onShow }: TabProps) {
  const tab = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (on) tab.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [on]);
  return (
    <button
      ref={tab}
      type="button"
      className="vtab"
      aria-pressed={on}
      {...(at < 9 ? { 'aria-keyshortcuts': `Alt+${at + 1}` } : {})}
      onClick={onShow}
    >
      {name}
    </button>
  );
}
