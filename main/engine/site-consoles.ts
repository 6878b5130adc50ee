import { decodeBody } from '../../fleet/decode.ts';
import type { SiteConsoles } from '../../fleet/ipc.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import type { SiteConsole } from '../../fleet/tunnel/opening.ts';
import type { StateSite } from '../../fleet/wire/state-site.ts';

type WireConsole = NonNullable<StateSite['consoles']>[number];

/**
 * The consoles that a site's stored `state/site` names, as decoded by the fold's rules. Nothing for a site that operators
 * do not see: a document alone must not open a way to a host.
 */
export const siteConsoles = (site: SiteRecord | undefined, stored: unknown): SiteConsoles => {
  if (site === undefined || (site.adoption !== 'adopted' && site.adoption !== 'new')) return { consoles: [] };
  const read = stored === undefined ? undefined : decodeBody('state/site', stored);
  const named = read?.ok ? ((read.body as StateSite).consoles ?? []) : [];
  return {
    consoles: firstOfEachId(named.flatMap(consoleOf)),
    ...(site.name === undefined ? {} : { name: site.name }),
    ...(site.status === 'offline' ? { offlineSinceTs: site.statusSinceTs } : {}),
  };
};

/** A DNS name or an address; nothing that could end the host in a URL. */
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,45})$/;

/** A console spoken to in a way that this version does not know is left out. */
const consoleOf = ({ scheme, sha256, ...rest }: WireConsole): SiteConsole[] => {
  if ((scheme !== 'http' && scheme !== 'https') || !HOST.test(rest.host)) return [];
  return [{ ...rest, scheme, ...(sha256 === undefined ? {} : { sha256: sha256.replaceAll(':', '').toLowerCase() }) } as SiteConsole];
};

const firstOfEachId = (consoles: readonly SiteConsole[]): readonly SiteConsole[] =>
  consoles.filter(({ id }, index) => consoles.findIndex((one) => one.id === id) === index);
