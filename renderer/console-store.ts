import { DEFAULT_SOUNDS } from '../fleet/sound-settings.ts';
import type { EngineProcessState, LocalSettings, MainInvokes, StartInfo } from '../fleet/ipc.ts';
import { DEFAULT_COLUMNS } from '../fleet/saved-view.ts';
import { invoke, listen } from './bridge.ts';

/** What main told this window: how the console was started, its settings, whether the engine's process runs. */
export interface ConsoleState {
  readonly start?: StartInfo;
  readonly settings: LocalSettings;
  readonly process: EngineProcessState;
  readonly dismissed: ReadonlySet<string>;
}

export interface ConsoleStore {
  state(): ConsoleState;
  subscribe(listener: () => void): () => void;
  save(settings: MainInvokes['save-settings']['args']): Promise<void>;
  dismiss(id: string): void;
}

const DEFAULTS: LocalSettings = {
  customer: '',
  theme: 'dark',
  language: 'en',
  textSizePercent: 100,
  sounds: DEFAULT_SOUNDS,
  views: [],
  columns: DEFAULT_COLUMNS,
  hubs: [],
  tunnel: { controlUrl: '', nodeName: '', client: 'auto', wipeOnClose: true, viewers: [] },
};

/** Listens first, then asks: no notice can fall between. */
export async function openConsoleStore(): Promise<ConsoleStore> {
  let state: ConsoleState = { settings: DEFAULTS, process: { state: 'starting' }, dismissed: new Set() };
  const listeners = new Set<() => void>();

  function set(part: Partial<ConsoleState>): void {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  }

  let heard = false;
  listen('engine-process', (process) => {
    heard = true;
    set({ process });
  });
  listen('settings', (settings) => set({ settings }));
  // After a hub was added the demo is over; a port to the restarted engine follows by itself.
  listen('start-info', (start) => set({ start, settings: start.settings }));
  const start = await invoke('start-info', undefined);
  set({ start, settings: start.settings });
  void invoke('engine-port', undefined).then((process) => {
    if (!heard) set({ process });
  });

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async save(settings) {
      set({ settings: { ...state.settings, ...settings } });
      set({ settings: await invoke('save-settings', settings) });
    },
    dismiss: (id) => set({ dismissed: new Set([...state.dismissed, id]) }),
  };
}
