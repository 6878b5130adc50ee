import { renameSync } from 'node:fs';
import type { HubSetting, Language, LocalSettings, SettingsChange, Theme } from '../fleet/ipc.ts';
import { readTextIfExists, writeFileAtomically } from '../platform/atomic-file.ts';
import { DEFAULT_COLUMNS } from '../fleet/saved-view.ts';
import { DEFAULT_SOUNDS } from '../fleet/sound-settings.ts';
import { parseColumns, parseViews } from './saved-views.ts';
import { parseSounds } from './sound-settings.ts';
import { checkHubUrl, checkProxyUrl } from './hub-url.ts';
import { DEFAULT_TUNNEL, parseTunnelSettings } from './tunnel-settings.ts';

/*
 * Local settings of this computer: one small JSON file. No secret stands in it. What cannot be read is put aside, never
 * overwritten, and the console starts with defaults: a broken file must not keep an operator from the fleet.
 */

const THEMES = ['dark', 'light'] as const satisfies readonly Theme[];
const LANGUAGES = ['en', 'de', 'es'] as const satisfies readonly Language[];
const MOST_HUBS = 16;
const MOST_CHARACTERS = 200;
const LONGEST_PATH = 1_000;
const SMALLEST_TEXT_PERCENT = 90;
const LARGEST_TEXT_PERCENT = 150;

/** Settings of a fresh profile. `locale` is the system's, e.g. `de-AT`. */
export const defaultSettings = (locale: string): LocalSettings => ({
  customer: '',
  theme: 'dark',
  language: LANGUAGES.find((language) => locale.toLowerCase().startsWith(language)) ?? 'en',
  textSizePercent: 100,
  views: [],
  columns: DEFAULT_COLUMNS,
  sounds: DEFAULT_SOUNDS,
  hubs: [],
  tunnel: DEFAULT_TUNNEL,
});

/** Reads untrusted JSON as settings: fields that do not fit take the default, hubs that do not fit are left out. */
export const parseSettings = (body: unknown, defaults: LocalSettings): LocalSettings => {
  const record = asRecord(body);
  const hubs = Array.isArray(record['hubs']) ? record['hubs'] : [];
  const streetsFile = shortText(record['streetsFile'], LONGEST_PATH);
  return {
    ...defaults,
    ...parseSettingsChange(record),
    hubs: distinct(hubs.slice(0, MOST_HUBS).flatMap((hub) => parseHub(hub) ?? [])),
    ...(streetsFile ? { streetsFile } : {}),
    tunnel: parseTunnelSettings(record['tunnel'], defaults.tunnel),
  };
};

/** The first of those that share an id or an address. */
const distinct = (hubs: readonly HubSetting[]): readonly HubSetting[] =>
  hubs.filter((hub, index) => hubs.findIndex(({ id, url }) => id === hub.id || url === hub.url) === index);

/** The valid part of a change that a window asked for. */
export const parseSettingsChange = (body: unknown): SettingsChange => {
  const record = asRecord(body);
  const theme = THEMES.find((known) => known === record['theme']);
  const language = LANGUAGES.find((known) => known === record['language']);
  const customer = shortText(record['customer']);
  const textSizePercent = textSize(record['textSizePercent']);
  const views = parseViews(record['views']);
  const columns = parseColumns(record['columns']);
  const sounds = parseSounds(record['sounds'], Date.now());
  return {
    ...(customer === undefined ? {} : { customer }),
    ...(theme === undefined ? {} : { theme }),
    ...(language === undefined ? {} : { language }),
    ...(textSizePercent === undefined ? {} : { textSizePercent }),
    ...(views === undefined ? {} : { views }),
    ...(columns === undefined ? {} : { columns }),
    ...(sounds === undefined ? {} : { sounds }),
  };
};

const textSize = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= SMALLEST_TEXT_PERCENT && value <= LARGEST_TEXT_PERCENT ? value : undefined;

const parseHub = (body: unknown): HubSetting | undefined => {
  const record = asRecord(body);
  const id = shortText(record['id']);
  const name = shortText(record['name']);
  const checked = checkHubUrl(shortText(record['url']) ?? '');
  if (id === undefined || name === undefined || !checked.ok) return undefined;
  const optional = {
    user: shortText(record['user']),
    caFile: shortText(record['caFile'], LONGEST_PATH),
    certFile: shortText(record['certFile'], LONGEST_PATH),
    keyFile: shortText(record['keyFile'], LONGEST_PATH),
    ...proxyOf(record),
  };
  return { id, name, url: checked.url, ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value)) };
};

const proxyOf = (record: Record<string, unknown>): Pick<HubSetting, 'proxyUrl' | 'proxyUser'> => {
  const proxyUrl = checkProxyUrl(shortText(record['proxyUrl']) ?? '');
  const proxyUser = shortText(record['proxyUser']);
  return proxyUrl === undefined ? {} : { proxyUrl, ...(proxyUser ? { proxyUser } : {}) };
};

/** `hub-N` with the next free N: ids of removed hubs are not used again while a greater one exists. */
export const nextHubId = (hubs: readonly HubSetting[]): string => {
  const numbers = hubs.map((hub) => Number(/^hub-(\d+)$/.exec(hub.id)?.[1] ?? 0));
  return `hub-${Math.max(0, ...numbers) + 1}`;
};

/** Settings from `file`, or the defaults. A broken file is renamed to `….broken` and stays. */
export const loadSettings = (file: string, defaults: LocalSettings): LocalSettings => {
  const text = readTextIfExists(file);
  if (text === undefined) return defaults;
  try {
    return parseSettings(JSON.parse(text), defaults);
  } catch {
    renameSync(file, `${file}.broken`);
    return defaults;
  }
};

export const saveSettings = (file: string, settings: LocalSettings): void =>
  writeFileAtomically(file, `${JSON.stringify({ v: 1, ...settings }, null, 2)}\n`);

const asRecord = (body: unknown): Record<string, unknown> =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};

const shortText = (value: unknown, longest = MOST_CHARACTERS): string | undefined =>
  typeof value === 'string' && value.length <= longest ? value.trim() : undefined;
