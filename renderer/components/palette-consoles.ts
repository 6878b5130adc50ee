import { filterWords } from '../selectors/filter.ts';
import { findSites } from '../selectors/palette.ts';
import type { Command, CommandTools } from './palette-commands.ts';

/** Consoles offered at most: the best sites only. */
const MOST = 4;

/**
 * "Open console of …" for the sites that the query means: by its words without those of the command itself, so that
 * "console muc" finds it too. Nothing before anything is typed.
 */
export function consoleCommands({ t, stores }: CommandTools, query: string): readonly Command[] {
  const own = filterWords(t('consoles.openOf', { site: '' }));
  const words = filterWords(query);
  const rest = words.filter((word) => !own.some((one) => one.startsWith(word)));
  if (words.length === 0) return [];
  const { sites } = stores.fleet.picture().tables;
  return findSites(sites, rest.join(' '))
    .items.slice(0, MOST)
    .map(({ id, name }) => ({
      id: `console-${id}`,
      label: t('consoles.openOf', { site: name === undefined ? id : `${id} ${name}` }),
      run: () => stores.tunnel.open({ site: id }),
    }));
}
