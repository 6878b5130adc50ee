import { useEffect, useRef } from 'react';
import { MapView } from '../../map/map-view.tsx';
import { useNav, useStores } from '../../use-fleet.ts';
import { useWide } from '../../use-wide.ts';
import { showOverlay } from '../../overlay-store.ts';
import { AdoptBar } from './adopt-bar.tsx';
import { AlertsPanel } from './alerts-panel.tsx';
import { Announcer } from './announcer.tsx';
import { FilterBar } from './filter-bar.tsx';
import { HealthPanel } from './health-panel.tsx';
import { SiteDrawer } from './site-drawer.tsx';
import { SiteTable } from './site-table.tsx';
import { showView } from './view-tabs.tsx';

/** Screen 1: is everything all right, and if not, where? */
export function Overview() {
  const mode = useNav((state) => state.mode);
  const drawer = useNav((state) => state.drawer);
  const wide = useWide();
  const search = useRef<HTMLInputElement>(null);
  useHistory();
  useOverviewKeys(() => search.current?.focus());
  useViewKeys();
  return (
    <>
      <Announcer />
      <FilterBar search={search} />
      <AdoptBar />
      <div className="split">
        {mode === 'map' ? <MapView /> : <SiteTable />}
        {wide && <SiteDrawer />}
        <aside className="side" inert={drawer && !wide}>
          <HealthPanel />
          <AlertsPanel />
        </aside>
        {!wide && <SiteDrawer />}
      </div>
    </>
  );
}

/** Alt+← and Alt+→, and a mouse's back and forward buttons, step through views and filters. */
function useHistory(): void {
  const { nav } = useStores();
  useEffect(() => {
    const inDialog = (): boolean => document.querySelector('[aria-modal="true"]') !== null;
    function onKey(event: KeyboardEvent): void {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || inDialog()) return;
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      event.preventDefault();
      // Neither the map nor a list must take the same arrow for its own.
      event.stopPropagation();
      if (event.key === 'ArrowLeft') nav.back();
      else nav.forward();
    }
    function onMouse(event: MouseEvent): void {
      if (inDialog()) return;
      if (event.button === 3) nav.back();
      else if (event.button === 4) nav.forward();
    }
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('mouseup', onMouse);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('mouseup', onMouse);
    };
  }, [nav]);
}

/** Alt and a digit: all sites, then the saved views in their order. */
function useViewKeys(): void {
  const stores = useStores();
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!event.altKey || event.ctrlKey || event.metaKey || document.querySelector('[aria-modal="true"]') !== null) return;
      const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
      if (digit === undefined) return;
      event.preventDefault();
      const { views } = stores.console.state().settings;
      showView(stores, digit === '1' ? 'all' : (views[Number(digit) - 2]?.id ?? ''));
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [stores]);
}

/**
 * `/` goes to the filter, `m` and `t` change the view, `v` has the saved ones, Escape closes the drawer, then gives the
 * selection up; never while something is typed.
 */
function useOverviewKeys(focusFilter: () => void): void {
  const { nav } = useStores();
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
      const dialogOpen = document.querySelector('[aria-modal="true"]') !== null;
      if (typing || dialogOpen || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '/') {
        event.preventDefault();
        focusFilter();
      } else if (event.key === 'm') nav.setMode('map');
      else if (event.key === 't') nav.setMode('table');
      else if (event.key === 'v') {
        // Or the letter would stand in the box that gets the focus.
        event.preventDefault();
        showOverlay('views');
      }
      else if (event.key === 'Escape' && nav.state().drawer) nav.closeDrawer();
      else if (event.key === 'Escape' && nav.state().selected !== undefined) nav.select(undefined);
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
