import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isCertificateText } from '../../fleet/site-kit.ts';
import { checkHubAnswers, isIpv4 } from '../templates/hub-answers.ts';
import type { HubAnswers } from '../templates/hub-answers.ts';
import { hubPlaces } from '../templates/places.ts';
import type { HubPlaces } from '../templates/places.ts';
import { HUB_DAYS, ensureAuthority, hasAuthority, readCertificate, revocationList, signRequest } from './authority.ts';
import { demandRoot, parseWords, portOf, rootOf } from './command-line.ts';
import { ensureDataFolder, ensureFolder, putFile, putOnce, readGiven } from './files.ts';
import { storedAnswers, storedConsoles, writeHub } from './hub-store.ts';
import { InitProblem, fileLine, nextSteps } from './init-io.ts';
import type { InitIo } from './init-io.ts';
import { newKeyText, requestText } from './openssl.ts';

export const HUB_INIT_USAGE = `blocao-agent hub-init --name HOST [--name HOST]… [options]

Writes everything that a hub's broker needs: configuration, access lists, key, certificate, unit, firewall rules.
Run again it changes what the options say and keeps every key.

  --name HOST              DNS name or IPv4 address under which sites and consoles reach this hub
  --site-port N            port for sites (8883)
  --console-port N         port for consoles (8884)
  --websocket-port N       a second port for consoles, MQTT over WebSocket (none)
  --bind ADDRESS           IPv4 address to listen on (all)
  --console-network CIDR   network from which consoles may call; may be repeated (from everywhere)
  --ca FILE --crl FILE     another hub's authority and its list of revoked certificates (an authority is made here)
  --certificate FILE       the signed certificate of this hub, where the authority is another hub's
  --root PREFIX            lay everything under PREFIX, to try it out`;

const OPTIONS = {
  name: { type: 'string', multiple: true },
  'site-port': { type: 'string' },
  'console-port': { type: 'string' },
  'websocket-port': { type: 'string' },
  bind: { type: 'string' },
  'console-network': { type: 'string', multiple: true },
  ca: { type: 'string' },
  crl: { type: 'string' },
  certificate: { type: 'string' },
  root: { type: 'string' },
} as const;

const PEM_MAX_BYTES = 65_536;
const CRL_MAX_BYTES = 16_777_216;
const RENEW_BEFORE_MS = 60 * 86_400_000;

type Values = ReturnType<typeof parseWords<typeof OPTIONS>>['values'];

const answersOf = async (io: InitIo, values: Values, places: HubPlaces): Promise<HubAnswers> => {
  const stored = storedAnswers(places);
  const asked = values.name ?? stored.hosts ?? [await io.ask('Name under which sites reach this hub (hub-a.customer.example): ')].filter((name) => name !== undefined);
  const checked = checkHubAnswers({
    hosts: asked,
    sitePort: portOf(values['site-port']) ?? stored.sitePort,
    consolePort: portOf(values['console-port']) ?? stored.consolePort,
    websocketPort: portOf(values['websocket-port']) ?? stored.websocketPort,
    bind: values.bind ?? stored.bind,
    consoleNetworks: values['console-network'] ?? stored.consoleNetworks ?? [],
  });
  if (!checked.ok) throw new InitProblem(...checked.problems);
  return checked.answers;
};

/** It names every host that clients call, and does not end soon: else a run of `hub-init` renews it. */
const stillGood = (file: string, hosts: readonly string[]): boolean => {
  if (!existsSync(file)) return false;
  const certificate = readCertificate(readGiven(file, PEM_MAX_BYTES).toString(), file);
  const names = hosts.every((host) => (isIpv4(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined);
  return names && Date.parse(certificate.validTo) - Date.now() > RENEW_BEFORE_MS;
};

/** Own authority: everything is signed here. */
const certifyHere = async (io: InitIo, answers: HubAnswers, places: HubPlaces): Promise<void> => {
  const { authority, tls } = places;
  const [key, request, certificate] = [join(tls, 'hub.key'), join(tls, 'hub.csr'), join(tls, 'hub.crt')];
  await ensureAuthority(io, authority);
  putOnce(io, key, newKeyText, 'mosquitto');
  const commonName = answers.hosts[0] ?? '';
  putFile(io, { path: join(tls, 'ca.crt'), text: readGiven(join(authority, 'ca.crt'), PEM_MAX_BYTES).toString() }, 'all');
  if (stillGood(certificate, answers.hosts)) io.say(fileLine('unchanged', certificate));
  else {
    putFile(io, { path: request, text: await requestText(key, commonName) }, 'mosquitto');
    putFile(io, { path: certificate, text: await signRequest(authority, { request, commonName, days: HUB_DAYS, hosts: answers.hosts }) }, 'all');
  }
  const list = existsSync(join(tls, 'crl.pem')) ? '' : await revocationList(authority);
  putOnce(io, join(tls, 'crl.pem'), () => list, 'all');
};

/** Another hub's authority: a request leaves, a certificate comes back. */
const certifyElsewhere = async (io: InitIo, answers: HubAnswers, places: HubPlaces, values: Values): Promise<void> => {
  const { tls } = places;
  const key = join(tls, 'hub.key');
  const give = (option: string | undefined, name: string, maxBytes: number): void => {
    if (option !== undefined) putFile(io, { path: join(tls, name), text: readGiven(option, maxBytes).toString() }, 'all');
  };
  if (values.ca !== undefined && !isCertificateText(readGiven(values.ca, PEM_MAX_BYTES).toString())) throw new InitProblem(`${values.ca} holds no certificate in PEM.`);
  give(values.ca, 'ca.crt', PEM_MAX_BYTES);
  give(values.crl, 'crl.pem', CRL_MAX_BYTES);
  give(values.certificate, 'hub.crt', PEM_MAX_BYTES);
  if (!existsSync(join(tls, 'crl.pem'))) throw new InitProblem('Give --crl FILE too: crl.pem of the hub whose authority this is.');
  putOnce(io, key, newKeyText, 'mosquitto');
  const commonName = answers.hosts[0] ?? '';
  const request = await requestText(key, commonName);
  if (!existsSync(join(tls, 'hub.crt'))) putFile(io, { path: join(tls, 'hub.csr'), text: request }, 'all');
};

const stepsOf = (answers: HubAnswers, places: HubPlaces): readonly string[] => {
  const { tls, firewall } = places;
  const names = answers.hosts.map((host) => `--name ${host}`).join(' ');
  if (!existsSync(join(tls, 'hub.crt'))) {
    return [
      `Carry ${join(tls, 'hub.csr')} to the hub with the authority and sign it there: blocao-agent hub-sign --hub hub.csr ${names}`,
      'Carry hub.crt back and give it here: blocao-agent hub-init --certificate hub.crt',
    ];
  }
  return [
    'Start the broker: systemctl daemon-reload && systemctl enable --now blocao-hub',
    `Load the firewall rules: nft -f ${firewall}; and let /etc/nftables.conf include "/etc/nftables.d/*.nft"`,
    'Add a console: blocao-agent hub-console NAME --role operator',
    `Give every console and site this authority: ${join(tls, 'ca.crt')}`,
    'Sign a site: blocao-agent hub-sign SITE.csr --site SITE',
  ];
};

/** `blocao-agent hub-init`; throws InitProblem for what the administrator can mend. */
export const hubInit = async (args: readonly string[], io: InitIo): Promise<void> => {
  const { values } = parseWords(args, OPTIONS);
  const root = rootOf(values.root);
  demandRoot(root);
  const places = hubPlaces(root);
  const answers = await answersOf(io, values, places);
  ensureFolder(places.config, 'mosquitto');
  ensureFolder(places.tls, 'mosquitto');
  ensureDataFolder(places.data, 'mosquitto');
  const elsewhere = values.ca !== undefined || (existsSync(join(places.tls, 'ca.crt')) && !hasAuthority(places.authority));
  if (elsewhere) await certifyElsewhere(io, answers, places, values);
  else await certifyHere(io, answers, places);
  putOnce(io, join(places.config, 'consoles.passwords'), () => '', 'mosquitto');
  writeHub(io, answers, storedConsoles(places), places);
  for (const line of nextSteps(stepsOf(answers, places))) io.say(line);
};
