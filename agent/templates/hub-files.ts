import { fill } from './fill.ts';
import type { TemplateReader, Words } from './fill.ts';
import type { HubAnswers } from './hub-answers.ts';
import type { HubPlaces } from './places.ts';

/** A file that is written anew at each run; nothing secret is in it. */
export interface RenderedFile {
  readonly path: string;
  readonly text: string;
}

export type ConsoleRole = 'operator' | 'viewer';

/** A user of the hub's listener for consoles. */
export interface ConsoleUser {
  readonly name: string;
  readonly role: ConsoleRole;
}

/** Lower case: no console can be taken for a site, whose names are upper case (contract §8). */
export const isConsoleUser = (value: unknown): value is string => typeof value === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(value);

/**
 * Retained documents of 9 per site for 20,000 sites, and an hour of events. mosquitto counts retained documents that a
 * slow console has not read yet against this bound, QoS 0 ones too, and drops what is beyond it without a word
 * (docs/decisions/0007-queue-of-a-hub.md).
 */
export const HUB_QUEUED_MESSAGES = 200_000;

const consoleRules = ({ consoleNetworks }: HubAnswers): string => {
  const of = (colon: boolean): string => consoleNetworks.filter((network) => network.includes(':') === colon).join(', ');
  const [four, six] = [of(false), of(true)];
  return [
    ...(four === '' ? [] : [`\t\tip saddr { ${four} } accept`]),
    ...(six === '' ? [] : [`\t\tip6 saddr { ${six} } accept`]),
    consoleNetworks.length === 0 ? '\t\taccept' : '\t\tcounter drop',
  ].join('\n');
};

/** Everything of a hub that is made of answers alone: broker, access lists, unit, firewall. */
export const hubFiles = (
  read: TemplateReader,
  answers: HubAnswers,
  users: readonly ConsoleUser[],
  places: HubPlaces,
): readonly RenderedFile[] => {
  const { sitePort, consolePort, websocketPort, bind } = answers;
  const words: Words = {
    ...{ sitePort, consolePort, queuedMessages: HUB_QUEUED_MESSAGES },
    ...{ configDir: places.config, tlsDir: places.tls, dataDir: places.data },
    ...(websocketPort === undefined ? {} : { websocketPort }),
  };
  // `listener PORT ADDRESS`: the one place where a slot is a second word of its line.
  const withBind = (text: string): string => text.replaceAll('{{bind}}', bind === undefined ? '' : ` ${bind}`);
  const websocketListener = websocketPort === undefined ? '' : fill(withBind(read('hub/websocket-listener.conf')), words);
  const ports = [consolePort, ...(websocketPort === undefined ? [] : [websocketPort])].join(', ');
  const firewall = read('hub/blocao-hub.nft').replace('{{consolePorts}}', `{ ${ports} }`);
  const acl = users.map(({ name, role }) => fill(read(`hub/${role}.acl`), { console: name })).join('');
  return [
    { path: `${places.config}/mosquitto.conf`, text: fill(withBind(read('hub/mosquitto.conf')), words, { websocketListener }) },
    { path: `${places.config}/sites.acl`, text: read('hub/sites.acl') },
    { path: `${places.config}/consoles.acl`, text: `# Written by \`blocao-agent hub-console\`.\n${acl}` },
    { path: places.unit, text: fill(read('hub/blocao-hub.service'), words, { hardening: read('service-hardening.conf') }) },
    { path: places.firewall, text: fill(firewall, words, { consoleRules: consoleRules(answers) }) },
  ];
};
