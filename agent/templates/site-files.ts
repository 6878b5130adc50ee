import type { HubAddress } from '../../fleet/hub-address.ts';
import type { SiteId } from '../../fleet/ids.ts';
import { fill } from './fill.ts';
import type { TemplateReader } from './fill.ts';
import type { RenderedFile } from './hub-files.ts';
import { RESTART_UNITS } from './places.ts';
import type { SitePlaces } from './places.ts';

/** What a site's files are made of, checked. */
export interface SiteAnswers {
  readonly site: SiteId;
  readonly hubs: readonly HubAddress[];
  /** Port of the broker for the agent on this router. */
  readonly port: number;
  /** Where the boxes with Frigate reach the broker; nowhere by default. */
  readonly lan?: { readonly address: string; readonly port: number };
  /** MQTT prefixes of the Frigates. */
  readonly prefixes: readonly string[];
  /** How soon a bridge tries again, at first and at most. */
  readonly retryS: { readonly base: number; readonly cap: number };
}

const DEFAULT_RETRY_S = { base: 5, cap: 30 };
export const siteAnswers = (given: Omit<SiteAnswers, 'retryS'> & Partial<Pick<SiteAnswers, 'retryS'>>): SiteAnswers => ({ retryS: DEFAULT_RETRY_S, ...given });

/** A topic prefix of Frigate: levels without wildcards, blanks or `$`. */
export const isTopicPrefix = (text: string): boolean => /^[A-Za-z0-9_.-]{1,64}(?:\/[A-Za-z0-9_.-]{1,64}){0,3}$/.test(text) && !text.startsWith('fleet');

/**
 * Everything of a site that is made of answers alone. Without a certificate there is no bridge yet: the broker would not
 * start with files that are not there, and the site runs by itself.
 */
export const siteFiles = (
  read: TemplateReader,
  answers: SiteAnswers,
  places: SitePlaces,
  certified: boolean,
): readonly RenderedFile[] => {
  const { site, hubs, port, lan, prefixes, retryS } = answers;
  const dirs = { configDir: places.config, tlsDir: places.tls, dataDir: places.brokerData };
  const bridge = ({ name, host, port: hubPort }: HubAddress): string =>
    fill(read('site/bridge.conf'), { ...dirs, site, hub: name, host, hubPort, retryBaseS: retryS.base, retryCapS: retryS.cap });
  const lanListener = lan === undefined ? '' : fill(read('site/lan-listener.conf'), { lanPort: lan.port, lanAddress: lan.address });
  const rights = (access: string): string => prefixes.map((prefix) => `topic ${access} ${prefix}/#`).join('\n');
  const hardening = read('service-hardening.conf');
  return [
    {
      path: `${places.broker}/mosquitto.conf`,
      text: fill(read('site/mosquitto.conf'), { ...dirs, port }, { lanListener, bridges: certified ? hubs.map(bridge).join('') : '' }),
    },
    {
      path: `${places.broker}/acl`,
      text: fill(read('site/broker.acl'), {}, { agentRights: rights('readwrite'), frigateRights: rights('readwrite') }),
    },
    { path: places.brokerUnit, text: fill(read('site/blocao-broker.service'), dirs, { hardening }) },
  ];
};

/** Where `current` points to the version that runs; two versions stand side by side below /opt/blocao-agent. */
export const AGENT_PROGRAM = '/opt/blocao-agent/current/bin/blocao-agent';

/** The agent's own unit; the Debian package ships the same text. */
export const agentUnit = (read: TemplateReader, { settings }: Pick<SitePlaces, 'settings'>): string =>
  fill(read('site/blocao-agent.service'), { program: AGENT_PROGRAM, settings }, { hardening: read('service-hardening.conf') });

/** The units by which the agent asks for a new start of the broker, by name; the Debian package ships the same texts. */
export const restartUnits = (read: TemplateReader, { restartRequest: request }: Pick<SitePlaces, 'restartRequest'>): readonly { readonly name: string; readonly text: string }[] =>
  RESTART_UNITS.map((name) => {
    const isService = name.endsWith('.service');
    return { name, text: fill(read(`site/${name}`), isService ? {} : { request }, isService ? { hardening: read('service-hardening.conf') } : {}) };
  });
