import { checkHubUrl } from './hub-url.ts';

/** What the command line asked of the console. Credentials are not among it: they come from environment or keychain. */
export interface LaunchArguments {
  /** Checked and in one spelling, without repeats; not empty means "no demo". */
  readonly hubUrls: readonly string[];
  /** Simulated sites of the demo fleet. */
  readonly sites: number;
}

export type ParsedArguments =
  | { readonly ok: true; readonly value: LaunchArguments }
  | { readonly ok: false; readonly text: string };

const DEFAULT_SITES = 30;
const MOST_SITES = 5_000;

/**
 * Reads the console's own arguments, `--hub URL` (repeatable) and `--sites N`, each also as `--name=value`. Everything
 * else is left to Chromium, which reads the same command line (`--remote-debugging-port`, `--disable-gpu`, …).
 */
export const parseArguments = (argv: readonly string[]): ParsedArguments => {
  const hubUrls: string[] = [];
  let sites = DEFAULT_SITES;
  for (const { name, value } of ownArguments(argv)) {
    if (value === undefined || value === '') return { ok: false, text: `${name} needs a value.` };
    if (name === '--hub') {
      const hub = checkHubUrl(value);
      if (!hub.ok) return { ok: false, text: `--hub: ${hub.text}` };
      if (!hubUrls.includes(hub.url)) hubUrls.push(hub.url);
    } else {
      sites = Number(value);
      if (!Number.isInteger(sites) || sites < 1 || sites > MOST_SITES) {
        return { ok: false, text: `--sites takes a whole number from 1 to ${MOST_SITES}.` };
      }
    }
  }
  return { ok: true, value: { hubUrls, sites } };
};

interface OwnArgument {
  readonly name: '--hub' | '--sites';
  readonly value: string | undefined;
}

const ownArguments = (argv: readonly string[]): OwnArgument[] => {
  const found: OwnArgument[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const argument = argv[at] as string;
    for (const name of ['--hub', '--sites'] as const) {
      if (argument === name) found.push({ name, value: argv[(at += 1)] });
      else if (argument.startsWith(`${name}=`)) found.push({ name, value: argument.slice(name.length + 1) });
    }
  }
  return found;
};
