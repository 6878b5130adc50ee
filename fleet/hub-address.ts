/*
 * How sites and people name a hub. These words go into configuration files of brokers and firewalls: each pattern admits
 * nothing that could end a line or begin a second word.
 */

/** Name of a hub at a site, as in alert objects `hub:NAME` (contract §5), and of the bridge to it. */
export const HUB_NAME_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;
/** Standard port of a hub's listener for sites. */
export const SITE_PORT = 8883;
/** Standard port of a hub's listener for consoles. */
export const CONSOLE_PORT = 8884;
/** Sites keep a bridge to each (contract §8). */
export const HUBS_MAX = 4;

const HOST_LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
/** A DNS name or an IPv4 address; no IPv6, which mosquitto's `address` cannot tell from a port. */
export const HOST_PATTERN = new RegExp(`^(?=.{1,253}$)${HOST_LABEL}(?:\\.${HOST_LABEL})*$`);

export const isHubName = (value: unknown): value is string => typeof value === 'string' && HUB_NAME_PATTERN.test(value);

export const isHost = (value: unknown): value is string => typeof value === 'string' && HOST_PATTERN.test(value);

export const isPort = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65_535;

/** One hub as a site reaches it. */
export interface HubAddress {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** `host` or `host:port`; undefined where it is neither. */
export const parseHostPort = (text: string, defaultPort: number): { readonly host: string; readonly port: number } | undefined => {
  const [host = '', port, ...rest] = text.split(':');
  const number = port === undefined ? defaultPort : /^\d{1,5}$/.test(port) ? Number(port) : 0;
  return rest.length === 0 && isHost(host) && isPort(number) ? { host, port: number } : undefined;
};

/** `NAME=HOST[:PORT]`, or `HOST[:PORT]` named after the first label of the host. */
export const parseHubAddress = (text: string, defaultPort: number = SITE_PORT): HubAddress | undefined => {
  const at = text.indexOf('=');
  const address = parseHostPort(text.slice(at + 1), defaultPort);
  if (address === undefined) return undefined;
  const name = at < 0 ? nameOfHost(address.host) : text.slice(0, at);
  return isHubName(name) ? { name, ...address } : undefined;
};

/** `hub-a` of `hub-a.customer.example`; an IPv4 address with hyphens. */
const nameOfHost = (host: string): string =>
  (/^[\d.]+$/.test(host) ? host.replaceAll('.', '-') : (host.split('.')[0] ?? '')).toLowerCase().slice(0, 32);
