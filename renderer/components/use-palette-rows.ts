import { useMemo, useState } from 'react';
import type { AlertRecord } from '../../fleet/model/alert.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import { alertSentence, type WordTools } from '../i18n/alert-words.ts';
import { showScreen } from '../screen-store.ts';
import { folded } from '../selectors/filter.ts';
import { findAlerts, findNamed, findSites, type Found, type PaletteGroupName } from '../selectors/palette.ts';
import type { Sites } from '../selectors/site-list.ts';
import { useCalmWords, useOverview, useStores, type Stores } from '../use-fleet.ts';
import { commandsNow, screensNow, type Command } from './palette-commands.ts';
import { consoleCommands } from './palette-consoles.ts';

/** `id`: of the element; by place, for a region or an alert may be named with a blank. */
export type PaletteRow = { readonly id: string } & RowContent;

type RowContent = { readonly run: () => void } & (
  | { readonly kind: 'site'; readonly site: SiteRecord }
  | { readonly kind: 'alert'; readonly alert: AlertRecord }
  | { readonly kind: 'command'; readonly command: Command }
);

export interface PaletteGroup {
  readonly name: PaletteGroupName;
  readonly rows: readonly PaletteRow[];
  readonly total: number;
}

/**
 * Answers to `query`, anew with each letter and not with each frame: no row moves while the operator aims at it. The
 * first picture after a start brings them too.
 */
export function usePaletteGroups(query: string, connect: () => void): readonly PaletteGroup[] {
  const words = useCalmWords();
  const stores = useStores();
  const known = useOverview((state) => state.sites.fleetTotal > 0);
  const [texts] = useState(() => new WeakMap<AlertRecord, string>());
  return useMemo(
    () => groupsOf({ words, stores, connect, texts }, query),
    // The clock and the stores' content move all the time; see above.
    // oxlint-disable-next-line react/exhaustive-deps
    [query, known, stores],
  );
}

interface Tools {
  readonly words: WordTools;
  readonly stores: Stores;
  readonly connect: () => void;
  /** Sentences cost more to make than to search: once per record while the palette stands. */
  readonly texts: WeakMap<AlertRecord, string>;
}

function groupsOf({ words, stores, connect, texts }: Tools, query: string): readonly PaletteGroup[] {
  const { sites, alerts } = stores.fleet.picture().tables;
  const { order } = stores.overview.state().alerts;
  const openSite = (site: SiteRecord['id'] | undefined): void => {
    showScreen('overview');
    if (site !== undefined) stores.nav.openDrawer(site, { reveal: true });
  };
  const command = (one: Command): RowContent => ({ kind: 'command', command: one, run: one.run });
  const { t } = words;
  const tools = { t, stores, connect };
  return [
    group('sites', findSites(sites, query), (site) => ({
      kind: 'site',
      site,
      run: () => openSite(site.id),
    })),
    group(
      'alerts',
      findAlerts(alerts, order, query, (alert) => textOf(texts, words, sites, alert)),
      (alert) => ({ kind: 'alert', alert, run: () => openSite(alert.site) }),
    ),
    group('commands', findNamed('commands', [...consoleCommands(tools, query), ...commandsNow(tools)], query), command),
    group('screens', findNamed('screens', screensNow(t), query), command),
  ].filter(({ rows }) => rows.length > 0);
}

const group = <T>(name: PaletteGroupName, { items, total }: Found<T>, row: (item: T) => RowContent): PaletteGroup => ({
  name,
  rows: items.map((item, at) => ({ id: `palette-${name}-${at}`, ...row(item) })),
  total,
});

function textOf(texts: Tools['texts'], words: WordTools, sites: Sites, alert: AlertRecord): string {
  let text = texts.get(alert);
  if (text === undefined) {
    const name = alert.site === undefined ? words.t('alerts.console') : sites[alert.site]?.name;
    const parts = [alert.site, name, words.t(`severity.${alert.severity}`), alertSentence(words, alert)];
    text = folded(parts.filter(Boolean).join('\n'));
    texts.set(alert, text);
  }
  return text;
}
