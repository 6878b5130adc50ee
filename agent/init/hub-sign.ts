import { join, resolve } from 'node:path';
import { isHost } from '../../fleet/hub-address.ts';
import { isSiteId } from '../../fleet/ids.ts';
import { hubPlaces } from '../templates/places.ts';
import { HUB_DAYS, SITE_DAYS, hasAuthority, nameInRequest, revocationList, revokeName, signRequest } from './authority.ts';
import { demandRoot, parseWords, rootOf } from './command-line.ts';
import { putFile, readGiven } from './files.ts';
import { InitProblem, nextSteps } from './init-io.ts';
import type { InitIo } from './init-io.ts';

export const HUB_SIGN_USAGE = `blocao-agent hub-sign SITE.csr --site SITE [--days N] [--out FILE]
blocao-agent hub-sign --hub HUB.csr --name HOST [--name HOST]… [--days N] [--out FILE]

Signs the request that \`site-init\` made on a router, or that \`hub-init\` made on another hub. Run it on the hub with the
authority. The name stands in the command: a request cannot ask for another.`;

export const HUB_REVOKE_USAGE = `blocao-agent hub-revoke SITE

Takes back every certificate of a site: writes the list of revoked certificates anew. The site's live connection ends with
the restart of the broker, which is the next step.`;

const OPTIONS = {
  site: { type: 'string' },
  hub: { type: 'string' },
  name: { type: 'string', multiple: true },
  days: { type: 'string' },
  out: { type: 'string' },
  root: { type: 'string' },
} as const;

const REQUEST_MAX_BYTES = 16_384;
const DAYS_MAX = 3650;

const daysOf = (text: string | undefined, standard: number): number => {
  if (text === undefined) return standard;
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > DAYS_MAX) throw new InitProblem(`--days takes 1 to ${DAYS_MAX}.`);
  return days;
};

const authorityOf = (root: string): string => {
  const { authority } = hubPlaces(root);
  if (!hasAuthority(authority)) throw new InitProblem('The authority is not on this machine: run this on the hub where `hub-init` made it.');
  return authority;
};

interface Order {
  readonly file: string;
  readonly commonName: string;
  readonly standardDays: number;
  readonly hosts?: readonly string[];
}

const orderOf = (values: ReturnType<typeof parseWords<typeof OPTIONS>>['values'], words: readonly string[]): Order => {
  const { hub, site, name: hosts = [] } = values;
  if (hub !== undefined) {
    const [first] = hosts;
    if (first === undefined || !hosts.every(isHost)) throw new InitProblem('Give the names of that hub: --name HOST (DNS name or IPv4 address).');
    return { file: hub, commonName: first, standardDays: HUB_DAYS, hosts };
  }
  const [file] = words;
  if (file === undefined || words.length > 1) throw new InitProblem('Name one file with a signing request.');
  if (!isSiteId(site)) throw new InitProblem('Give the site that asks: --site BL-LAB-1.');
  return { file, commonName: site, standardDays: SITE_DAYS };
};

/** `blocao-agent hub-sign`. */
export const hubSign = async (args: readonly string[], io: InitIo): Promise<void> => {
  const { values, positionals } = parseWords(args, OPTIONS);
  const root = rootOf(values.root);
  demandRoot(root);
  const authority = authorityOf(root);
  const order = orderOf(values, positionals);
  const request = resolve(order.file);
  readGiven(request, REQUEST_MAX_BYTES);
  const asked = await nameInRequest(request);
  if (asked !== order.commonName) throw new InitProblem(`The request is for ${JSON.stringify(asked)}, not for ${order.commonName}.`);
  const { commonName, hosts } = order;
  const text = await signRequest(authority, { request, commonName, days: daysOf(values.days, order.standardDays), ...(hosts === undefined ? {} : { hosts }) });
  const out = resolve(values.out ?? `${request.replace(/\.csr$/, '')}.crt`);
  putFile(io, { path: out, text }, 'all');
  const where = hosts === undefined ? `the router of ${commonName}` : 'that hub';
  const what = hosts === undefined ? 'site-init' : 'hub-init';
  for (const line of nextSteps([`Carry ${out} to ${where} and give it there: blocao-agent ${what} --certificate FILE`])) io.say(line);
};

/** `blocao-agent hub-revoke`. */
export const hubRevoke = async (args: readonly string[], io: InitIo): Promise<void> => {
  const { values, positionals } = parseWords(args, { root: { type: 'string' } });
  const root = rootOf(values.root);
  demandRoot(root);
  const authority = authorityOf(root);
  const [site] = positionals;
  if (!isSiteId(site) || positionals.length > 1) throw new InitProblem('Name one site, such as BL-LAB-1.');
  const serials = await revokeName(authority, site);
  const list = join(hubPlaces(root).tls, 'crl.pem');
  putFile(io, { path: list, text: await revocationList(authority) }, 'all');
  io.say(`revoked       ${serials.length === 0 ? `nothing: ${site} holds no certificate` : serials.join(' ')}`);
  const steps = ['End its live connection: systemctl restart blocao-hub', `Every other hub: blocao-agent hub-init --crl ${list}, then the same restart`];
  for (const line of nextSteps(steps)) io.say(line);
};
