import { isSiteId } from '../fleet/ids.ts';
import type { ConsoleKey } from '../fleet/tunnel/opening.ts';
import type { ConsoleCommand, ConsolePlace, OpenConsoleArgs, ViewBounds } from '../fleet/tunnel/window.ts';

/* Arguments of a window about consoles, read from `unknown`: undefined is "not what it must be". */

const COMMANDS = [
  ...(['back', 'forward', 'reload', 'own-window', 'main-window'] as const),
  ...(['focus', 'retry', 'open-link', 'drop-link'] as const),
] as const satisfies readonly ConsoleCommand[];

/** Ids of consoles have at most 64 characters, of sites 32. */
const LONGEST_KEY = 100;
const LONGEST_ID = 200;

export const readOpen = (args: unknown): OpenConsoleArgs | undefined => {
  const { site, console, place } = asRecord(args);
  if (!isSiteId(site) || (console !== undefined && !isShort(console))) return undefined;
  const where = place === undefined ? undefined : readPlace(place);
  return {
    site,
    ...(console === undefined ? {} : { console }),
    ...(where === undefined ? {} : { place: where }),
  };
};

const readPlace = (value: unknown): ConsolePlace => {
  const { camera, ts, event, review } = asRecord(value);
  return {
    ...(isShort(camera) ? { camera } : {}),
    ...(typeof ts === 'number' && Number.isSafeInteger(ts) && ts > 0 ? { ts } : {}),
    ...(isShort(event) ? { event } : {}),
    ...(isShort(review) ? { review } : {}),
  };
};

export const readKey = (args: unknown): ConsoleKey | undefined => {
  const { key } = asRecord(args);
  return typeof key === 'string' && key.length <= LONGEST_KEY ? key : undefined;
};

export const readCommand = (args: unknown): ConsoleCommand | undefined => {
  const { command } = asRecord(args);
  return COMMANDS.find((known) => known === command);
};

export const readBounds = (args: unknown): ViewBounds | 'hidden' | undefined => {
  const { bounds } = asRecord(args);
  if (bounds === 'hidden') return bounds;
  const { x, y, width, height } = asRecord(bounds);
  const numbers = [x, y, width, height];
  if (!numbers.every((value) => typeof value === 'number' && Number.isFinite(value))) return undefined;
  return { x, y, width, height } as ViewBounds;
};

export const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** A name of another system: bounded, and fit for a URL. */
const isShort = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= LONGEST_ID && !/\p{Surrogate}/u.test(value);
