import { Funnel, Map as MapIcon, Table2, X } from 'lucide-react';
import { useMemo, type RefObject } from 'react';
import { isFiltering, NO_FILTER, withChoice } from '../../selectors/filter.ts';
import { ViewTabs } from './view-tabs.tsx';
import { useNav, useOverview, useStores, useWords } from '../../use-fleet.ts';

/** What is shown and how; a filter acts on map, table and panels alike. */
export function FilterBar({ search }: { readonly search: RefObject<HTMLInputElement | null> }) {
  const { t } = useWords();
  const { nav } = useStores();
  const filter = useNav((state) => state.filter);
  const groups = useOverview((state) => state.sites.groups);
  const total = useOverview((state) => state.sites.fleetTotal);
  return (
    <div className="fbar">
      <ViewTabs />
      {filter.status && (
        <DropChip
          name={t(`status.${filter.status}`)}
          onDrop={() => nav.setFilter(withChoice(filter, 'status', undefined))}
        />
      )}
      {isFiltering(filter) && (
        <button type="button" className="btn quiet sm" onClick={() => nav.setFilter(NO_FILTER)}>
          {t('filter.clear')}
        </button>
      )}
      <span className="grow" />
      <Choice name="region" groups={groups.regions} />
      <Choice name="tag" groups={groups.tags} />
      <label className="inp">
        <span className="vh">{t('filter.label')}</span>
        <Funnel className="i i-14 hide-s" aria-hidden="true" />
        <input
          ref={search}
          type="text"
          value={filter.text}
          spellCheck={false}
          placeholder={t('filter.placeholder', { count: total })}
          onChange={(event) => nav.setFilter({ ...filter, text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            nav.setFilter({ ...filter, text: '' });
            event.currentTarget.blur();
          }}
        />
        <span className="kbd" aria-hidden="true">
          /
        </span>
      </label>
      <ModeSwitch />
    </div>
  );
}

/** One of the fleet's regions or tags; gone while it has none. A chosen one stays when its last site goes. */
function Choice({ name, groups }: { readonly name: 'region' | 'tag'; readonly groups: ReadonlyMap<string, number> }) {
  const { t, format } = useWords();
  const { nav } = useStores();
  const filter = useNav((state) => state.filter);
  const chosen = filter[name];
  const names = useMemo(() => {
    const all = new Set(groups.keys());
    if (chosen !== undefined) all.add(chosen);
    return [...all].sort((a, b) => a.localeCompare(b, format.language));
  }, [groups, chosen, format.language]);
  if (names.length === 0) return null;
  return (
    <select
      className={chosen === undefined ? 'pick' : 'pick on'}
      aria-label={t(`filter.${name}Label`)}
      value={chosen ?? ''}
      onChange={({ target }) => nav.setFilter(withChoice(filter, name, target.value === '' ? undefined : target.value))}
    >
      <option value="">{t(`filter.${name}`)}</option>
      {names.map((one) => (
        <option key={one} value={one}>
          {t('filter.choice', { name: one, n: format.number(groups.get(one) ?? 0) })}
        </option>
      ))}
    </select>
  );
}

function DropChip({ name, onDrop }: { readonly name: string; readonly onDrop: () => void }) {
  const { t } = useWords();
  return (
    <button type="button" className="chip" aria-label={t('filter.drop', { name })} onClick={onDrop}>
      {name}
      <X className="i i-14" aria-hidden="true" />
    </button>
  );
}

function ModeSwitch() {
  const { t } = useWords();
  const { nav } = useStores();
  const mode = useNav((state) => state.mode);
  return (
    <div className="seg" role="group" aria-label={t('filter.showAs')}>
      <button
        type="button"
        aria-label={t('filter.map')}
        aria-pressed={mode === 'map'}
        onClick={() => nav.setMode('map')}
      >
        <MapIcon className="i" aria-hidden="true" />
        <span className="hide-s">{t('filter.map')}</span>
      </button>
      <button
        type="button"
        aria-label={t('filter.table')}
        aria-pressed={mode === 'table'}
        onClick={() => nav.setMode('table')}
      >
        <Table2 className="i" aria-hidden="true" />
        <span className="hide-s">{t('filter.table')}</span>
      </button>
    </div>
  );
}
