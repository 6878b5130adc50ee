import { Funnel, Map as MapIcon, Table2, X } from 'lucide-react';
import type { RefObject } from 'react';
import { isFiltering, NO_FILTER } from '../../selectors/filter.ts';
import { useNav, useOverview, useStores, useWords } from '../../use-fleet.ts';

/** What is shown and how; a filter acts on map, table and panels alike. */
export function FilterBar({ search }: { readonly search: RefObject<HTMLInputElement | null> }) {
  const { t } = useWords();
  const { nav } = useStores();
  const filter = useNav((state) => state.filter);
  const total = useOverview((state) => state.sites.fleetTotal);
  return (
    <div className="fbar">
      <h2 className="nw">{t('filter.all')}</h2>
      {filter.status && (
        <DropChip name={t(`status.${filter.status}`)} onDrop={() => nav.setFilter({ text: filter.text })} />
      )}
      {isFiltering(filter) && (
        <button type="button" className="btn quiet sm" onClick={() => nav.setFilter(NO_FILTER)}>
          {t('filter.clear')}
        </button>
      )}
      <span className="grow" />
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
