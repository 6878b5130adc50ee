import { join } from 'node:path';
import { isHost, isPort, parseHostPort, parseHubAddress } from '../../fleet/hub-address.ts';
import { DEFAULT_NVR, isNvrId, parseSiteId } from '../../fleet/ids.ts';
import type { NvrId } from '../../fleet/ids.ts';
import { SITE_KIT_KIND, SITE_KIT_MAX_BYTES, checkSiteKit, readSiteKit } from '../../fleet/site-kit.ts';
import type { ReadKit, SiteKit } from '../../fleet/site-kit.ts';
import { readTextIfExists } from '../../platform/atomic-file.ts';
import { topicPrefixOf } from '../site/settings-prefix.ts';
import { isIpv4 } from '../templates/hub-answers.ts';
import type { SitePlaces } from '../templates/places.ts';
import { isTopicPrefix, siteAnswers } from '../templates/site-files.ts';
import type { SiteAnswers } from '../templates/site-files.ts';
import { parseWords, portOf } from './command-line.ts';
import { readGiven } from './files.ts';
import { databasesOf } from './frigate-database.ts';
import { InitProblem } from './init-io.ts';
import type { InitIo } from './init-io.ts';

export const SITE_INIT_USAGE = `blocao-agent site-init --kit FILE [options]
blocao-agent site-init --site SITE --hub HOST --ca FILE [options]

Sets a site's router up: key and signing request, local broker with a bridge to each hub, units, first settings.
Run again it changes what the options say and keeps every key, every password and the settings file.

  --kit FILE             what the console's "Prepare a site" saved
  --site SITE            site id, such as BL-LAB-1
  --hub [NAME=]HOST[:PORT]   a hub; may be repeated (port 8883)
  --ca FILE              the hubs' authority in PEM
  --name TEXT            name of the site for people
  --nvr ID=URL           a box with Frigate; may be repeated (nvr=http://127.0.0.1:5000)
  --database ID=PATH     Frigate's database of a box, for picture vectors; may be repeated
  --lan ADDRESS[:PORT]   where Frigate's boxes reach the broker (not from the network)
  --port N               port of the broker for the agent itself (1883)
  --retry BASE-CAP       seconds between a bridge's attempts (5-30)
  --certificate FILE     the signed certificate, when it comes back from the hub
  --root PREFIX          lay everything under PREFIX, to try it out`;

const OPTIONS = {
  kit: { type: 'string' },
  site: { type: 'string' },
  hub: { type: 'string', multiple: true },
  ca: { type: 'string' },
  name: { type: 'string' },
  nvr: { type: 'string', multiple: true },
  database: { type: 'string', multiple: true },
  lan: { type: 'string' },
  port: { type: 'string' },
  retry: { type: 'string' },
  certificate: { type: 'string' },
  root: { type: 'string' },
} as const;

export type SiteOptions = ReturnType<typeof parseWords<typeof OPTIONS>>['values'];

export const parseSiteOptions = (args: readonly string[]): SiteOptions => {
  const { values, positionals } = parseWords(args, OPTIONS);
  if (positionals.length > 0) throw new InitProblem(`What is ${JSON.stringify(positionals[0])} for?`);
  return values;
};

interface Nvr {
  readonly id: NvrId;
  readonly url: string;
  readonly database?: string;
}

/** All that a router was told; kept in `site.json`. */
export interface SiteSetup {
  readonly kit: SiteKit;
  readonly nvrs: readonly Nvr[];
  readonly lan?: { readonly address: string; readonly port: number };
  readonly answers: SiteAnswers;
}

const LOCAL_PORT = 1883;
const NVRS_MAX = 8;
const DEFAULT_NVRS: readonly Nvr[] = [{ id: DEFAULT_NVR, url: 'http://127.0.0.1:5000' }];

const kitOf = (read: ReadKit): SiteKit => {
  if (!read.ok) throw new InitProblem(read.text);
  return read.kit;
};

type Stored = Partial<SiteSetup>;

const storedSetup = (places: SitePlaces): Stored => {
  const text = readTextIfExists(join(places.config, 'site.json'));
  try {
    return text === undefined ? {} : (JSON.parse(text) as Stored);
  } catch {
    throw new InitProblem(`${join(places.config, 'site.json')} is damaged.`);
  }
};

const hubsOf = (texts: readonly string[]): SiteKit['hubs'] =>
  texts.map((text) => {
    const hub = parseHubAddress(text);
    if (hub === undefined) throw new InitProblem(`${JSON.stringify(text)} is no hub: write [NAME=]HOST[:PORT], with an IPv4 address or a DNS name.`);
    return hub;
  });

const demandAnswers = (answers: Readonly<Record<string, string | undefined>>): void => {
  const missing = Object.keys(answers).filter((name) => (answers[name] ?? '') === '');
  if (missing.length > 0) throw new InitProblem(`Missing: ${missing.join(', ')}. Or give --kit FILE, with the file that headquarters saved.`);
};

const kitFrom = async (io: InitIo, values: SiteOptions, stored: Stored): Promise<SiteKit> => {
  const base = values.kit === undefined ? stored.kit : kitOf(readSiteKit(readGiven(values.kit, SITE_KIT_MAX_BYTES)));
  const ask = async (known: string | undefined, question: string): Promise<string | undefined> => (base === undefined ? (known ?? (await io.ask(question))) : known);
  const site = await ask(values.site, 'Site id (BL-LAB-1): ');
  const hubs = values.hub ?? (base === undefined ? [await io.ask('Hub (hub-a.customer.example): ')].filter((hub) => hub !== undefined) : undefined);
  const ca = await ask(values.ca, "File with the hubs' authority (ca.crt): ");
  if (base === undefined) demandAnswers({ '--site': site, '--hub': hubs?.[0], '--ca': ca });
  if (site !== undefined && parseSiteId(site) === undefined) throw new InitProblem(`${JSON.stringify(site)} is no site id: capitals and digits between hyphens, such as BL-LAB-1.`);
  return kitOf(
    checkSiteKit({
      ...{ kind: SITE_KIT_KIND, v: 1 },
      site: site ?? base?.site,
      description: { ...base?.description, ...(values.name === undefined ? {} : { name: values.name }) },
      hubs: hubs === undefined ? base?.hubs : hubsOf(hubs),
      ca: ca === undefined ? base?.ca : readGiven(ca, SITE_KIT_MAX_BYTES).toString(),
    }),
  );
};

const nvrsOf = (texts: readonly string[] | undefined): readonly Nvr[] | undefined =>
  texts?.slice(0, NVRS_MAX).map((text) => {
    const at = text.indexOf('=');
    const [id, url] = [text.slice(0, at), text.slice(at + 1)];
    if (!isNvrId(id) || !/^https?:\/\/[!-~]+$/.test(url)) throw new InitProblem(`${JSON.stringify(text)} is no box: write ID=URL, such as nvr=http://10.0.0.5:5000.`);
    return { id, url };
  });

/** Databases stay known until they are said anew. */
const withDatabases = (nvrs: readonly Nvr[], texts: readonly string[] | undefined, stored: readonly Nvr[] = []): readonly Nvr[] => {
  const said = texts && databasesOf(texts, nvrs);
  return nvrs.map(({ id, url }) => {
    const path = said ? said.get(id) : stored.find((one) => one.id === id)?.database;
    return { id, url, ...(path === undefined ? {} : { database: path }) };
  });
};

const lanOf = (text: string | undefined): { address: string; port: number } | undefined => {
  if (text === undefined) return undefined;
  const lan = parseHostPort(text, LOCAL_PORT);
  if (lan === undefined || !isIpv4(lan.host)) throw new InitProblem('--lan takes an IPv4 address of this router, such as 10.0.0.1.');
  return { address: lan.host, port: lan.port };
};

const retryOf = (text: string | undefined): SiteAnswers['retryS'] | undefined => {
  if (text === undefined) return undefined;
  const [, base = 0, cap = 0] = (/^(\d{1,4})-(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (base < 1 || cap < base) throw new InitProblem('--retry takes seconds such as 5-30.');
  return { base, cap };
};

/** The stored words come from a file that only root writes; what ends up in configuration is checked all the same. */
const checkAnswers = (answers: SiteAnswers): SiteAnswers => {
  const { port, lan, prefixes, retryS, hubs } = answers;
  const good =
    isPort(port) &&
    (lan === undefined || (isIpv4(lan.address) && isPort(lan.port))) &&
    prefixes.every(isTopicPrefix) &&
    Number.isInteger(retryS.base) &&
    Number.isInteger(retryS.cap) &&
    hubs.every(({ host }) => isHost(host));
  if (!good) throw new InitProblem('The answers are not usable: look at --port, --lan and --nvr.');
  return answers;
};

/** Options, else what was answered before, else questions. */
export const siteSetupOf = async (io: InitIo, values: SiteOptions, places: SitePlaces): Promise<SiteSetup> => {
  const stored = storedSetup(places);
  const kit = await kitFrom(io, values, stored);
  if (stored.kit !== undefined && stored.kit.site !== kit.site) {
    throw new InitProblem(`This router is set up as ${stored.kit.site}. To make it ${kit.site}, move ${places.config} away first.`);
  }
  const nvrs = withDatabases(nvrsOf(values.nvr) ?? stored.nvrs ?? DEFAULT_NVRS, values.database, stored.nvrs);
  const lan = lanOf(values.lan) ?? stored.lan;
  const retryS = retryOf(values.retry) ?? stored.answers?.retryS;
  const answers = siteAnswers({
    ...{ site: kit.site, hubs: kit.hubs, port: portOf(values.port) ?? stored.answers?.port ?? LOCAL_PORT },
    prefixes: nvrs.map((nvr) => topicPrefixOf(nvr, nvrs.length)),
    ...(lan === undefined ? {} : { lan }),
    ...(retryS === undefined ? {} : { retryS }),
  });
  return { kit, nvrs, ...(lan === undefined ? {} : { lan }), answers: checkAnswers(answers) };
};
