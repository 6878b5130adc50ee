import { CONSOLE_PORT, SITE_PORT, isHost, isPort } from '../../fleet/hub-address.ts';

/** What a hub's files are made of. */
export interface HubAnswers {
  /** DNS names and IPv4 addresses under which sites and consoles reach this hub; the first is its certificate's name. */
  readonly hosts: readonly string[];
  readonly sitePort: number;
  readonly consolePort: number;
  readonly websocketPort?: number;
  /** Address to listen on; all by default. */
  readonly bind?: string;
  /** Networks in CIDR from which consoles may call; from everywhere by default. */
  readonly consoleNetworks: readonly string[];
}

export type Checked<T> = { readonly ok: true; readonly answers: T } | { readonly ok: false; readonly problems: readonly string[] };

const HOSTS_MAX = 16;
const NETWORKS_MAX = 64;

/** `10.0.0.0/8` or `fd00::/8`: digits, dots, hex and colons only. */
export const isNetwork = (text: string): boolean => {
  const [address = '', bits = '', ...rest] = text.split('/');
  if (rest.length > 0 || !/^\d{1,3}$/.test(bits)) return false;
  if (isIpv4(address)) return Number(bits) <= 32;
  return /^[0-9a-fA-F:]{2,39}$/.test(address) && isIpv6(address) && Number(bits) <= 128;
};

export const isIpv4 = (text: string): boolean =>
  /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255 && String(Number(part)) === part);

const isIpv6 = (text: string): boolean => {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const full = halves.length === 1 ? groups.length === 8 : groups.length < 8;
  return full && groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));
};

/** Answers as they came from a command line or a file; every problem is named in words. */
export const checkHubAnswers = (raw: Readonly<Record<keyof HubAnswers, unknown>>): Checked<HubAnswers> => {
  const problems: string[] = [];
  const { hosts, sitePort = SITE_PORT, consolePort = CONSOLE_PORT, websocketPort, bind, consoleNetworks = [] } = raw;
  const list = (value: unknown, max: number): readonly unknown[] => (Array.isArray(value) && value.length <= max ? value : []);
  const names = list(hosts, HOSTS_MAX);
  if (names.length === 0) problems.push('Give at least one --name under which sites reach this hub.');
  for (const name of names) if (!isHost(name)) problems.push(`${JSON.stringify(name)} is neither a DNS name nor an IPv4 address.`);
  const ports = [sitePort, consolePort, ...(websocketPort === undefined ? [] : [websocketPort])];
  for (const port of ports) if (!isPort(port)) problems.push(`${JSON.stringify(port)} is no port (1 to 65535).`);
  if (new Set(ports).size < ports.length) problems.push('Each listener needs a port of its own.');
  if (bind !== undefined && !(typeof bind === 'string' && isIpv4(bind))) problems.push(`${JSON.stringify(bind)} is no IPv4 address to listen on.`);
  if (!Array.isArray(consoleNetworks) || consoleNetworks.length > NETWORKS_MAX) problems.push(`At most ${NETWORKS_MAX} console networks.`);
  for (const network of list(consoleNetworks, NETWORKS_MAX)) {
    if (typeof network !== 'string' || !isNetwork(network)) problems.push(`${JSON.stringify(network)} is no network such as 10.8.0.0/16.`);
  }
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    answers: {
      hosts: names as readonly string[],
      sitePort: sitePort as number,
      consolePort: consolePort as number,
      ...(websocketPort === undefined ? {} : { websocketPort: websocketPort as number }),
      ...(bind === undefined ? {} : { bind: bind as string }),
      consoleNetworks: consoleNetworks as readonly string[],
    },
  };
};
