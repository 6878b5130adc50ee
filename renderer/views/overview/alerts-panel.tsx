import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { AlertKey } from '../../../fleet/model/alert.ts';
import type { AlertGroup } from '../../selectors/alert-list.ts';
import { isFiltering } from '../../selectors/filter.ts';
import { useFleet, useOverview, useStores, useWords } from '../../use-fleet.ts';
import { useHeldOrder } from '../../use-held-order.ts';
import { useStillRows } from '../../use-still-rows.ts';
import { useUnseen } from '../../use-unseen.ts';
import { AlertsHead } from './alerts-head.tsx';
import { AlertRow } from './alert-row.tsx';

interface Row {
  readonly key: AlertKey;
  readonly folded: number;
  readonly alike: number;
  readonly open: boolean;
  readonly child: boolean;
}

const ROW_GUESS_PX = 84;
/** Further down, a new row at the head is out of sight. */
const SCROLLED_PX = 24;

/** Active alerts of the sites that pass the filters, worst then newest; one outage is one row. */
export function AlertsPanel() {
  const { t } = useWords();
  const groups = useShownGroups();
  const byKey = useMemo(() => new Map(groups.map((group) => [group.key, group])), [groups]);
  const filter = useOverview((state) => state.filter);
  const { order, inside, release, handlers } = useHeldOrder(useMemo(() => groups.map((group) => group.key), [groups]), filter);
  const { opened, toggle } = useOpened();
  const rows = useMemo(() => order.flatMap((key) => rowsOf(byKey.get(key) ?? over(key), opened)), [order, byKey, opened]);
  const scroll = useRef<HTMLDivElement>(null);
  useStillRows(scroll, inside);
  const [scrolled, setScrolled] = useState(false);
  const { unseen, see } = useUnseen(useCriticals(groups), filter, inside || scrolled);
  // Its functions change with the scroll position, so the compiler may not keep them; this component is not compiled.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_GUESS_PX,
    getItemKey: (index) => rows[index]!.key,
    overscan: 6,
  });
  return (
    <>
      <AlertsHead
        count={groups.length}
        unseen={unseen.length}
        onShow={() => {
          release();
          see();
          scroll.current?.scrollTo({ top: 0 });
          scroll.current?.focus();
        }}
      />
      <div
        ref={scroll}
        className="alist"
        tabIndex={rows.length === 0 ? -1 : 0}
        role="list"
        aria-label={t('alerts.title')}
        onScroll={({ currentTarget }) => setScrolled(currentTarget.scrollTop > SCROLLED_PX)}
        {...handlers}
      >
        {rows.length === 0 && <NoAlerts />}
        <div className="rows" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const { key, ...row } = rows[index]!;
            const place = { index, start, count: rows.length, measure: virtual.measureElement };
            return <AlertRow key={key} alertKey={key} {...row} {...place} onToggle={toggle} />;
          })}
        </div>
      </div>
    </>
  );
}

/** Groups whose children are shown in place. */
function useOpened(): { readonly opened: ReadonlySet<AlertKey>; readonly toggle: (key: AlertKey) => void } {
  const [opened, setOpened] = useState<ReadonlySet<AlertKey>>(new Set());
  const toggle = useCallback((key: AlertKey): void => {
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  }, []);
  return { opened, toggle };
}

/** A row that is held under the pointer though its alert is over, or folded elsewhere. */
const over = (key: AlertKey): AlertGroup => ({ key, children: [], alike: 0 });

function rowsOf(group: AlertGroup, opened: ReadonlySet<AlertKey>): readonly Row[] {
  const open = opened.has(group.key);
  const head: Row = { key: group.key, folded: group.children.length, alike: group.alike, open, child: false };
  return open ? [head, ...group.children.map((key): Row => ({ key, folded: 0, alike: 0, open: false, child: true }))] : [head];
}

/**
 * Without a filter the list itself; with one, only alerts of sites that pass. Alerts of this console belong to no site
 * and stay.
 */
function useShownGroups(): readonly AlertGroup[] {
  const groups = useOverview((state) => state.alerts.groups);
  const filter = useOverview((state) => state.filter);
  const order = useOverview((state) => state.sites.order);
  const alerts = useFleet((picture) => picture.tables.alerts);
  const filtering = isFiltering(filter);
  // The records change with every frame; which site an alert belongs to never does.
  const sites = useMemo(() => (filtering ? new Set<string>(order) : undefined), [filtering, order]);
  return useMemo(
    () =>
      sites
        ? groups.filter(({ key }) => {
            const site = alerts[key]?.site;
            return site === undefined || sites.has(site);
          })
        : groups,
    // oxlint-disable-next-line react/exhaustive-deps
    [groups, sites],
  );
}

/** Critical alerts among the rows, folded ones aside. */
function useCriticals(groups: readonly AlertGroup[]): readonly AlertKey[] {
  const { fleet } = useStores();
  return useMemo(() => {
    const { alerts } = fleet.picture().tables;
    return groups.flatMap(({ key }) => (alerts[key]?.severity === 'critical' ? [key] : []));
  }, [fleet, groups]);
}

function NoAlerts() {
  const { t } = useWords();
  const total = useOverview((state) => state.sites.fleetTotal);
  const live = useFleet((picture) => picture.live);
  const filter = useOverview((state) => state.filter);
  if (total === 0 || !live) return null;
  return (
    <div className="none-note">
      <b className="b">{t(isFiltering(filter) ? 'alerts.noneFiltered' : 'alerts.none')}</b>
      {!isFiltering(filter) && <p className="t2">{t('alerts.noneHint', { count: total })}</p>}
    </div>
  );
}
