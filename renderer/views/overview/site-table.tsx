import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type RefObject } from 'react';
import type { SiteId } from '../../../fleet/ids.ts';
import type { TableColumn } from '../../../fleet/saved-view.ts';
import { sortSites } from '../../selectors/table-sort.ts';
import { useConsole, useNav, useOverview, useStores, useWords } from '../../use-fleet.ts';
import { showOverlay } from '../../overlay-store.ts';
import { useHeldOrder } from '../../use-held-order.ts';
import { useStillRows } from '../../use-still-rows.ts';
import { columnsTemplate, fittingColumns } from '../../selectors/table-columns.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import { FirstWords } from './first-words.tsx';
import { SiteRow, siteRowId } from './site-row.tsx';
import { TableHead } from './table-head.tsx';

/** As `--row` in table.css. */
const ROW_PX = 28;

/**
 * The same sites as the map, for people who do not want a map. Only rows in view exist; the row count is the true one.
 */
export function SiteTable() {
  const { t } = useWords();
  const { nav } = useStores();
  const selected = useNav((state) => state.selected);
  const { order, held, inside, handlers } = useHeldOrder(useSortedOrder(), useAsked());
  const scroll = useRef<HTMLDivElement>(null);
  useStillRows(scroll, inside);
  const virtual = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    getItemKey: (index) => order[index]!,
    scrollPaddingStart: 32,
  });
  const columns = useFittingColumns(scroll);
  const reveal = useNav((state) => state.reveal);
  useEffect(() => {
    const index = selected === undefined ? -1 : order.indexOf(selected);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
    // Only a new selection scrolls; re-sorting never takes the list out of the operator's hands.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [selected, reveal]);
  return (
    <section className="tw map-or-table" aria-label={t('table.label')}>
      <div
        ref={scroll}
        className="tscroll"
        role="grid"
        tabIndex={0}
        aria-label={t('table.label')}
        aria-rowcount={order.length + 1}
        {...(selected !== undefined && order.includes(selected)
          ? { 'aria-activedescendant': siteRowId(selected) }
          : {})}
        onKeyDown={(event) => moveSelection(event, order, selected, nav)}
        {...handlers}
      >
        <div className="tgrid" role="presentation" style={{ '--columns': columnsTemplate(columns) } as CSSProperties}>
          <TableHead columns={columns} />
          <div className="tbody" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => (
              <SiteRow
                key={item.key}
                id={order[item.index]!}
                index={item.index}
                start={item.start}
                selected={order[item.index] === selected}
                columns={columns}
              />
            ))}
          </div>
        </div>
        {order.length === 0 && <FirstWords />}
      </div>
      <Foot count={order.length} held={held} shown={columns.length} />
    </section>
  );
}

/** Changes where the operator filters or sorts: that is never held back. */
function useAsked(): string {
  const filter = useOverview((state) => state.filter);
  const sort = useNav((state) => state.sort);
  return useMemo(() => JSON.stringify([filter, sort]), [filter, sort]);
}

/** Columns that the operator chose and that fit into the table as wide as it is. */
function useFittingColumns(scroll: RefObject<HTMLElement | null>): readonly TableColumn[] {
  const chosen = useNav((state) => state.columns);
  const percent = useConsole((state) => state.settings.textSizePercent);
  const [width, setWidth] = useState(Infinity);
  // An observer is told of the size at once, before the first paint.
  useLayoutEffect(() => {
    const element = scroll.current;
    if (!element) return;
    const resized = new ResizeObserver(() => setWidth(element.clientWidth));
    resized.observe(element);
    return () => resized.disconnect();
  }, [scroll]);
  return useMemo(() => fittingColumns(chosen, width, percent / 100), [chosen, width, percent]);
}

/**
 * The overview's order as the operator wants it. Figures change with every frame: a sort by one of them follows once a
 * second, with the clock.
 */
function useSortedOrder(): readonly SiteId[] {
  const { fleet } = useStores();
  const { format, now } = useWords();
  const order = useOverview((state) => state.sites.order);
  const sort = useNav((state) => state.sort);
  const { language } = format;
  return useMemo(
    () => sortSites(order, fleet.picture().tables.sites, sort, language),
    // oxlint-disable-next-line react/exhaustive-deps
    [order, sort, language, fleet, sort.by === 'status' ? 0 : now],
  );
}

function Foot({ count, held, shown }: { readonly count: number; readonly held: boolean; readonly shown: number }) {
  const { t } = useWords();
  const hidden = useNav(({ columns }) => columns.length) - shown;
  const byStatus = useNav(({ sort }) => sort.by === 'status' && sort.down);
  return (
    <div className="tfoot t2">
      <span>{t('table.count', { count: count })}</span>
      <Note text={held ? t('table.held') : byStatus ? t('table.sorted') : ''} />
      <span className="grow" />
      {hidden > 0 && <Note text={t('columns.hidden', { count: hidden })} />}
      <IgnoredButton />
      <ColumnsMenu />
      <span className="hide-m nw">
        <span className="kbd">J</span>
        <span className="kbd">K</span>
        {t('table.move')}
      </span>
      <span className="hide-m nw">
        <span className="kbd">Enter</span>
        {t('table.show')}
      </span>
    </div>
  );
}

/** Gives way where room is short; the pointer has all of it. */
function Note({ text }: { readonly text: string }) {
  return (
    <span className="ell" title={text}>
      {text}
    </span>
  );
}

/** Where ignored sites can be found again; nothing while there are none. */
function IgnoredButton() {
  const { t } = useWords();
  const count = useOverview((state) => state.waiting.ignored.length);
  if (count === 0) return null;
  return (
    <button type="button" className="btn quiet sm" aria-haspopup="dialog" onClick={() => showOverlay('ignored')}>
      {t('ignored.count', { count })}
    </button>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  PageDown: 12,
  PageUp: -12,
  Home: -Infinity,
  End: Infinity,
};

function moveSelection(
  event: KeyboardEvent,
  order: readonly SiteId[],
  selected: SiteId | undefined,
  nav: ReturnType<typeof useStores>['nav'],
): void {
  // A column's button has Enter for itself.
  if (event.target instanceof HTMLButtonElement) return;
  if (event.key === 'Enter' && selected !== undefined) {
    event.preventDefault();
    nav.openDrawer(selected);
    return;
  }
  const step = STEPS[event.key];
  if (step === undefined || order.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const from = selected === undefined ? -1 : order.indexOf(selected);
  const to = Math.min(order.length - 1, Math.max(0, from < 0 && step > 0 && Number.isFinite(step) ? 0 : from + step));
  nav.select(order[to]);
}
