import type { AlertRecord } from '../../fleet/model/alert.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import type { Alerts } from './alert-list.ts';
import { filterWords, folded, haystackOf, isDrawn } from './filter.ts';
import { compareSites, type Sites } from './site-list.ts';

/** Groups of the palette, in the order shown. */
export type PaletteGroupName = 'sites' | 'alerts' | 'commands' | 'screens';

/** The best matches of one group, and how many there are in all. */
export interface Found<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** Rows per group: 50 in all, so that the list costs the same in any fleet. */
const MOST = { sites: 20, alerts: 10, commands: 16, screens: 4 } as const satisfies Record<PaletteGroupName, number>;
/** Before anything is typed: the worst few, so that commands stand in view too. */
const MOST_UNASKED = 4;

/**
 * How well a folded text answers the words, the worst word deciding: 0 it is the text's first line (a site's id), 1 it
 * begins the text, 2 it begins a word, 3 it stands inside one. Undefined where a word is missing.
 */
export function rankOf(hay: string, words: readonly string[]): number | undefined {
  let worst = 0;
  for (const word of words) {
    const rank = rankOfWord(hay, word);
    if (rank === undefined) return undefined;
    if (rank > worst) worst = rank;
  }
  return worst;
}

const LETTER = /[\p{L}\p{N}]/u;

function rankOfWord(hay: string, word: string): number | undefined {
  let at = hay.indexOf(word);
  if (at < 0) return undefined;
  if (at === 0) return hay.length === word.length || hay[word.length] === '\n' ? 0 : 1;
  for (; at > 0; at = hay.indexOf(word, at + 1)) if (!LETTER.test(hay[at - 1]!)) return 2;
  return 3;
}

/**
 * The best `most` of `items`: by rank, then by `compare` (order as given where that is 0). One pass, nothing sorted
 * whole: 10,000 sites on every letter typed.
 */
function best<T>(
  items: Iterable<T>,
  most: number,
  rank: (item: T) => number | undefined,
  compare: (a: T, b: T) => number,
): Found<T> {
  const kept: { readonly item: T; readonly rank: number }[] = [];
  let total = 0;
  for (const item of items) {
    const itsRank = rank(item);
    if (itsRank === undefined) continue;
    total += 1;
    let place = kept.length;
    while (place > 0 && isBefore(item, itsRank, kept[place - 1]!, compare)) place -= 1;
    if (place >= most) continue;
    kept.splice(place, 0, { item, rank: itsRank });
    if (kept.length > most) kept.pop();
  }
  return { items: kept.map(({ item }) => item), total };
}

const isBefore = <T>(
  item: T,
  rank: number,
  other: { readonly item: T; readonly rank: number },
  compare: (a: T, b: T) => number,
): boolean => rank < other.rank || (rank === other.rank && compare(item, other.item) < 0);

const asGiven = (): number => 0;

const most = (group: PaletteGroupName, words: readonly string[]): number =>
  words.length === 0 && (group === 'sites' || group === 'alerts') ? MOST_UNASKED : MOST[group];

/** Sites by id, name, region, address and tags, whatever the filters hide: best match, then worst status first. */
export function findSites(sites: Sites, query: string): Found<SiteRecord> {
  const words = filterWords(query);
  // What a site is found by is put together at the first letter, not when the palette opens.
  const rank = words.length === 0 ? () => 0 : (site: SiteRecord) => rankOf(haystackOf(site), words);
  return best(Object.values(sites).filter(isDrawn), most('sites', words), rank, compareSites);
}

/**
 * Active alerts in `order` (worst, then newest) by their site and sentence; `textOf` answers the words a record is
 * found by.
 */
export function findAlerts(
  alerts: Alerts,
  order: readonly string[],
  query: string,
  textOf: (alert: AlertRecord) => string,
): Found<AlertRecord> {
  const words = filterWords(query);
  const limit = most('alerts', words);
  if (words.length === 0) return { items: present(alerts, order.slice(0, limit)), total: order.length };
  return best(present(alerts, order), limit, (alert) => rankOf(textOf(alert), words), asGiven);
}

const present = (alerts: Alerts, keys: readonly string[]): readonly AlertRecord[] =>
  keys.flatMap((key) => alerts[key] ?? []);

/** Commands or screens by what they are called. */
export function findNamed<T extends { readonly label: string }>(
  group: 'commands' | 'screens',
  items: readonly T[],
  query: string,
): Found<T> {
  const words = filterWords(query);
  return best(items, most(group, words), ({ label }) => rankOf(folded(label), words), asGiven);
}

/** The row an arrow, Home or End leads to, round the ends; undefined for other keys and without rows. */
export function rowAfterKey(key: string, row: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return (row + 1) % count;
    case 'ArrowUp':
      return (row - 1 + count) % count;
    case 'PageDown':
      return Math.min(row + 8, count - 1);
    case 'PageUp':
      return Math.max(row - 8, 0);
    default:
      return undefined;
  }
}
