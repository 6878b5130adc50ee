import { X } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { SiteId } from '../../../fleet/ids.ts';
import type { SiteRecord } from '../../../fleet/model/site.ts';
import { SeverityGlyph, StatusGlyph } from '../../components/glyph.tsx';
import { OpenConsoleButtons } from '../../components/open-console.tsx';
import { alertSentence } from '../../i18n/alert-words.ts';
import { ageWords } from '../../i18n/format.ts';
import { statusSentence, whySentence } from '../../i18n/status-words.ts';
import { isHandled } from '../../selectors/alert-list.ts';
import { isSilent } from '../../selectors/site-list.ts';
import { useFleet, useNav, useOverview, useStores, useWords } from '../../use-fleet.ts';
import { useWide } from '../../use-wide.ts';
import { Badges } from './drawer-badges.tsx';
import { DocumentSections } from './drawer-documents.tsx';
import { Section } from './drawer-parts.tsx';
import { LinkSection, WhoSection } from './drawer-record.tsx';

/**
 * Everything about the selected site: over the side panel, or in a column of its own where there is room. Escape closes it;
 * the selection stays.
 */
export function SiteDrawer() {
  const wide = useWide();
  const drawer = useNav((state) => state.drawer);
  const selected = useNav((state) => state.selected);
  const site = useFleet((picture) => (selected === undefined ? undefined : picture.tables.sites[selected]));
  const title = useId();
  const panel = useRef<HTMLElement>(null);
  useFocusWhile(drawer && site !== undefined, panel);
  if (!wide && !(site && drawer)) return null;
  return (
    <section
      ref={panel}
      className={wide ? 'drawer docked selectable' : 'drawer selectable'}
      role={wide ? 'region' : 'dialog'}
      aria-labelledby={title}
      tabIndex={-1}
    >
      {site ? <SiteInFull site={site} title={title} docked={wide} /> : <NoSite title={title} />}
    </section>
  );
}

function NoSite({ title }: { readonly title: string }) {
  const { t } = useWords();
  return (
    <div className="none-note">
      <h2 id={title} className="b">
        {t('drawer.none')}
      </h2>
      <p className="t2">{t('drawer.noneHint')}</p>
    </div>
  );
}

interface SiteInFullProps {
  readonly site: SiteRecord;
  /** Id of the heading. */
  readonly title: string;
  readonly docked: boolean;
}

function SiteInFull({ site, title, docked }: SiteInFullProps) {
  const { t } = useWords();
  const { nav } = useStores();
  const mode = useNav((state) => state.mode);
  return (
    <>
      <header className="drawer-head">
        <StatusGlyph status={site.status} silent={isSilent(site)} label={t(`status.${site.status}`)} />
        <h2 id={title} className="grow">
          <span className="id">{site.id}</span> {site.name}
        </h2>
        {mode === 'table' && (
          <button type="button" className="btn sm" onClick={() => showOnMap(nav, site.id)}>
            {t('drawer.onMap')}
          </button>
        )}
        <button
          type="button"
          className="btn quiet sm icon"
          aria-label={t('card.close')}
          onClick={() => (docked ? nav.select(undefined) : nav.closeDrawer())}
        >
          <X className="i i-14" aria-hidden="true" />
        </button>
      </header>
      {/* Scrolls by keyboard, so it takes the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="drawer-body" role="group" aria-labelledby={title} tabIndex={0}>
        <Said site={site} />
        <Badges site={site} />
        <OpenConsoleButtons key={`console ${site.id}`} site={site.id} />
        <SiteAlerts key={`alerts ${site.id}`} site={site.id} />
        <WhoSection site={site} />
        <LinkSection site={site} />
        <DocumentSections key={site.id} site={site} />
      </div>
    </>
  );
}

function showOnMap(nav: ReturnType<typeof useStores>['nav'], site: SiteId): void {
  nav.setMode('map');
  nav.select(site, { reveal: true });
}

/** The focus comes in, and goes back to where it was: the row, pin or alert that opened the drawer. */
function useFocusWhile(open: boolean, panel: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    if (!open) return;
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [open, panel]);
}

function Said({ site }: { readonly site: SiteRecord }) {
  const words = useWords();
  const top = useFleet((picture) => (site.topAlert ? picture.tables.alerts[site.topAlert] : undefined));
  const why = whySentence(words, site, top);
  return (
    <p className={site.status === 'ok' ? 'said t2' : `said c-${site.status}`}>
      {statusSentence(words, site)}
      {why !== '' && ` – ${why}`}
    </p>
  );
}

/** Alerts that are listed before whom to call; and the most that are listed at all. */
const FEW_ALERTS = 6;
const MOST_ALERTS = 60;

function SiteAlerts({ site }: { readonly site: SiteId }) {
  const words = useWords();
  const { t, now } = words;
  const order = useOverview((state) => state.alerts.order);
  const alerts = useFleet((picture) => picture.tables.alerts);
  // Which site an alert belongs to never changes, while the records change with every frame.
  // oxlint-disable-next-line react/exhaustive-deps
  const keys = useMemo(() => order.filter((key) => alerts[key]?.site === site), [order, site]);
  const [most, setMost] = useState(FEW_ALERTS);
  if (keys.length === 0) return null;
  return (
    <Section title={t('drawer.alerts')} note={String(keys.length)}>
      <ul className="drawer-alerts">
        {keys.slice(0, most).map((key) => {
          const alert = alerts[key];
          if (!alert) return null;
          return (
            <li key={key}>
              <SeverityGlyph
                severity={alert.severity}
                handled={isHandled(alert, now)}
                label={t(`severity.${alert.severity}`)}
              />
              <span className="grow">{alertSentence(words, alert)}</span>
              <span className="t2 nw">{ageWords(t, now - alert.occurredTs)}</span>
            </li>
          );
        })}
        {keys.length > most && (
          <li className="t2">
            {most < MOST_ALERTS ? (
              <button type="button" className="chip" onClick={() => setMost(MOST_ALERTS)}>
                {t('drawer.more', { count: keys.length - most })}
              </button>
            ) : (
              t('drawer.more', { count: keys.length - most })
            )}
          </li>
        )}
      </ul>
    </Section>
  );
}
