import type { TFunction } from 'i18next';
import { STATUS_ORDER } from '../../fleet/model/status.ts';
import type { SiteStatus } from '../../fleet/model/status.ts';
import { invoke } from '../bridge.ts';
import { LANGUAGES } from '../i18n/index.ts';
import { showOverlay } from '../overlay-store.ts';
import { SCREENS, SETTINGS_TABS, showScreen, showSettingsTab } from '../screen-store.ts';
import { isFiltering, NO_FILTER, withChoice } from '../selectors/filter.ts';
import type { Stores } from '../use-fleet.ts';
import { showView } from '../views/overview/view-tabs.tsx';

/** One row of the palette that does something; `status` gives it that status' shape. */
export interface Command {
  readonly id: string;
  readonly label: string;
  /** The key that does the same without the palette. */
  readonly key?: string;
  readonly status?: SiteStatus;
  readonly run: () => void;
}

export interface CommandTools {
  readonly t: TFunction;
  readonly stores: Stores;
  readonly connect: () => void;
}

/** Everything that can be done now, the daily first; what would change nothing is left out. */
export function commandsNow(tools: CommandTools): readonly Command[] {
  return [...viewCommands(tools), ...savedViewCommands(tools), ...consoleCommands(tools), ...filterCommands(tools)];
}

function viewCommands({ t, stores: { nav } }: CommandTools): readonly Command[] {
  const { mode, filter } = nav.state();
  const onOverview = (act: () => void) => (): void => {
    showScreen('overview');
    act();
  };
  const clear: Command = {
    id: 'clear',
    label: t('filter.clear'),
    run: onOverview(() => nav.setFilter(NO_FILTER)),
  };
  return [
    ...(isFiltering(filter) ? [clear] : []),
    mode === 'map'
      ? { id: 'table', label: t('palette.table'), key: 'T', run: onOverview(() => nav.setMode('table')) }
      : { id: 'map', label: t('palette.map'), key: 'M', run: onOverview(() => nav.setMode('map')) },
  ];
}

function savedViewCommands({ t, stores }: CommandTools): readonly Command[] {
  const saved = stores.console.state().settings.views.map(({ id, name }, at) => ({
    id: `view-${id}`,
    label: t('palette.view', { name }),
    ...(at < 8 ? { key: `Alt ${at + 2}` } : {}),
    run: () => {
      showScreen('overview');
      showView(stores, id);
    },
  }));
  const ignored = stores.overview.state().waiting.ignored.length;
  const list: Command = { id: 'ignored', label: t('palette.ignored', { count: ignored }), run: () => showOverlay('ignored') };
  return [...saved, ...(ignored > 0 ? [list] : []), { id: 'views', label: t('palette.views'), key: 'V', run: () => showOverlay('views') }];
}

function consoleCommands({ t, stores: { console }, connect }: CommandTools): readonly Command[] {
  const { theme, language } = console.state().settings;
  const other = theme === 'dark' ? 'light' : 'dark';
  return [
    {
      id: 'theme',
      label: t(other === 'light' ? 'theme.toLight' : 'theme.toDark'),
      run: () => void console.save({ theme: other }),
    },
    { id: 'keys', label: t('palette.keys.title'), key: '?', run: () => showOverlay('keys') },
    { id: 'connect', label: t('palette.connect'), run: connect },
    ...SETTINGS_TABS.map((tab) => ({
      id: `settings-${tab}`,
      label: t('palette.settings', { part: t(`settings.tabs.${tab}`) }),
      run: () => showSettingsTab(tab),
    })),
    ...LANGUAGES.filter((one) => one !== language).map((one) => ({
      id: `language-${one}`,
      label: t('palette.language', { name: t(`language.${one}`) }),
      run: () => void console.save({ language: one }),
    })),
    // A restart that fails shows in the engine's own banner.
    { id: 'restart', label: t('palette.restart'), run: () => void invoke('restart-engine', undefined).catch(() => undefined) },
  ];
}

function filterCommands({ t, stores: { nav, overview } }: CommandTools): readonly Command[] {
  const { filter } = nav.state();
  const choose = (choice: Parameters<typeof nav.setFilter>[0]) => (): void => {
    showScreen('overview');
    nav.setFilter(choice);
  };
  const regions = [...overview.state().sites.groups.regions.keys()].sort((a, b) => a.localeCompare(b));
  return [
    ...STATUS_ORDER.map((status) => ({
      id: `status-${status}`,
      label: t('palette.only', { name: t(`status.${status}`) }),
      status,
      run: choose(withChoice(filter, 'status', status)),
    })),
    ...regions.map((region) => ({
      id: `region-${region}`,
      label: t('palette.region', { name: region }),
      run: choose(withChoice(filter, 'region', region)),
    })),
  ];
}

export const screensNow = (t: TFunction): readonly Command[] =>
  SCREENS.map(({ screen, key }) => ({
    id: `screen-${screen}`,
    label: t(`rail.${screen}`),
    key,
    run: () => showScreen(screen),
  }));
