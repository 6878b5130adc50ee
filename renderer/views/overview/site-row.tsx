import { memo } from 'react';
import type { SiteId } from '../../../fleet/ids.ts';
import type { TableColumn } from '../../../fleet/saved-view.ts';
import { StatusGlyph } from '../../components/glyph.tsx';
import { whySentence } from '../../i18n/status-words.ts';
import { isSilent } from '../../selectors/site-list.ts';
import { isBeforeReason } from '../../selectors/table-columns.ts';
import { useFleet, useNav, useStores, useWords } from '../../use-fleet.ts';
import { SiteCell } from './site-cells.tsx';

export const siteRowId = (id: SiteId): string => `site-row-${id}`;

interface SiteRowProps {
  readonly id: SiteId;
  readonly index: number;
  readonly start: number;
  readonly selected: boolean;
  readonly columns: readonly TableColumn[];
}

export const SiteRow = memo(function SiteRow({ id, index, start, selected, columns }: SiteRowProps) {
  const site = useFleet((picture) => picture.tables.sites[id]);
  const top = useFleet((picture) => (site?.topAlert ? picture.tables.alerts[site.topAlert] : undefined));
  const { nav } = useStores();
  const pointed = useNav((state) => state.pointed === id);
  const words = useWords();
  if (!site) return null;
  const why = whySentence(words, site, top);
  const cell = (column: TableColumn) => <SiteCell key={column} column={column} site={site} words={words} />;
  return (
    // The grid itself takes the keys and names the active row; a click is the pointer's way to the same.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={siteRowId(id)}
      className={pointed ? 'trow pointed' : 'trow'}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ transform: `translateY(${start}px)` }}
      onClick={() => nav.select(id)}
      onPointerEnter={() => nav.point(id)}
      onPointerLeave={() => nav.point(undefined)}
      onDoubleClick={() => {
        nav.setMode('map');
        nav.select(id, { reveal: true });
      }}
    >
      <span role="gridcell" className="gl">
        <StatusGlyph status={site.status} silent={isSilent(site)} label={words.t(`status.${site.status}`)} />
      </span>
      <span role="gridcell">
        <span className="id">{id}</span>
      </span>
      {columns.filter(isBeforeReason).map(cell)}
      <span role="gridcell" title={why}>
        {why}
      </span>
      {columns.filter((column) => !isBeforeReason(column)).map(cell)}
    </div>
  );
});
