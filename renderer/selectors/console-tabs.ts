import type { ConsoleKey } from '../../fleet/tunnel/opening.ts';
import type { ConsoleKeyPress } from '../../fleet/tunnel/window.ts';

/** Which of the open consoles stand on the screen: one, or two side by side. */
export interface Tabs {
  readonly current?: ConsoleKey;
  readonly beside?: ConsoleKey;
}

export const NO_TABS: Tabs = {};

/** What is shown next; the one beside moves to the front when it is chosen itself. */
export const withCurrent = (tabs: Tabs, key: ConsoleKey): Tabs =>
  tabs.beside === undefined || tabs.beside === key
    ? tabs.beside === key && tabs.current !== undefined
      ? { current: key, beside: tabs.current }
      : { current: key }
    : { current: key, beside: tabs.beside };

/** Puts `key` beside the console on show; once more takes it away. */
export const withBeside = (tabs: Tabs, key: ConsoleKey): Tabs => {
  if (tabs.current === undefined) return { current: key };
  if (tabs.beside === key || tabs.current === key) return { current: tabs.current };
  return { current: tabs.current, beside: key };
};

/** After consoles came or went: what is left of the choice, else the newest one. */
export const keptTabs = ({ current, beside }: Tabs, keys: readonly ConsoleKey[]): Tabs => {
  const stays = (key: ConsoleKey | undefined): key is ConsoleKey => key !== undefined && keys.includes(key);
  const first = stays(current) ? current : stays(beside) ? beside : keys.at(-1);
  if (first === undefined) return NO_TABS;
  return stays(beside) && beside !== first ? { current: first, beside } : { current: first };
};

/** The console that a key leads to, round the ends; undefined where there is none. */
export const afterKey = (
  press: ConsoleKeyPress,
  { current }: Tabs,
  keys: readonly ConsoleKey[],
): ConsoleKey | undefined => {
  if (press.action === 'tab') return keys[press.n - 1];
  const at = current === undefined ? -1 : keys.indexOf(current);
  if (press.action === 'next') return keys[(at + 1) % keys.length];
  if (press.action === 'previous') return keys.at(at <= 0 ? -1 : at - 1);
  return undefined;
};

/** A key of the window itself that moves between consoles; the page's own come by way of main. */
export const pressOf = (event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): ConsoleKeyPress | undefined => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined;
  if (event.key === 'Tab') return { action: event.shiftKey ? 'previous' : 'next' };
  return /^[1-9]$/.test(event.key) && !event.shiftKey ? { action: 'tab', n: Number(event.key) } : undefined;
};
