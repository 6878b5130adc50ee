import type { OpenConsole, ConsoleKey } from '../fleet/tunnel/opening.ts';
import type { TailnetStatus } from '../fleet/tunnel/tailnet.ts';
import type { ConsoleKeyPress, OpenConsoleArgs } from '../fleet/tunnel/window.ts';
import { invoke, listen } from './bridge.ts';
import { showOverlay } from './overlay-store.ts';
import { showScreen } from './screen-store.ts';
import { afterKey, keptTabs, NO_TABS, withBeside, withCurrent, type Tabs } from './selectors/console-tabs.ts';

/** Sites' consoles and the tailnet as main tells them, and which of them this window shows. */
export interface TunnelState {
  /** Absent until main answered. */
  readonly tailnet?: TailnetStatus;
  readonly consoles: readonly OpenConsole[];
  readonly tabs: Tabs;
  /** Counts up when the frame of the console on show is asked to take the focus. */
  readonly frameFocus: number;
}

export interface TunnelStore {
  state(): TunnelState;
  subscribe(listener: () => void): () => void;
  /** Opens it, or brings it to the front, and shows the screen. */
  open(args: OpenConsoleArgs): void;
  show(key: ConsoleKey): void;
  /** Puts a console beside the one on show, or takes it away from there. */
  beside(key: ConsoleKey): void;
  close(key: ConsoleKey): void;
  /** The focus goes into the page. */
  enter(key: ConsoleKey): void;
  press(press: ConsoleKeyPress): void;
}

/** Listens first, then asks: no notice can fall between. */
export function openTunnelStore(): TunnelStore {
  let state: TunnelState = { consoles: [], tabs: NO_TABS, frameFocus: 0 };
  const listeners = new Set<() => void>();

  function set(part: Partial<TunnelState>): void {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  }
  const setConsoles = (consoles: readonly OpenConsole[]): void =>
    set({ consoles, tabs: keptTabs(state.tabs, keysOf(consoles)) });
  const focusPage = (key: ConsoleKey): void => void invoke('console-command', { key, command: 'focus' }).catch(() => undefined);

  listen('tailnet', (tailnet) => set({ tailnet }));
  listen('consoles', setConsoles);
  void invoke('tunnel-state', undefined).then(({ tailnet, consoles }) => {
    set({ tailnet: state.tailnet ?? tailnet });
    if (state.consoles.length === 0) setConsoles(consoles);
  });

  const store: TunnelStore = {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open(args) {
      showScreen('site');
      void invoke('open-console', args).then(store.show);
    },
    show(key) {
      set({ tabs: withCurrent(state.tabs, key) });
      showScreen('site');
    },
    beside: (key) => set({ tabs: withBeside(state.tabs, key) }),
    close: (key) => void invoke('close-console', { key }).catch(() => undefined),
    enter: focusPage,
    press(press) {
      if (press.action === 'palette') return showOverlay('palette');
      if (press.action === 'frame') return set({ frameFocus: state.frameFocus + 1 });
      if (press.action === 'close') return;
      const key = afterKey(press, state.tabs, keysOf(state.consoles));
      if (key === undefined) return;
      store.show(key);
      focusPage(key);
    },
  };
  listen('console-key', store.press);
  return store;
}

const keysOf = (consoles: readonly OpenConsole[]): readonly ConsoleKey[] => consoles.map(({ key }) => key);
