import type { SiteConsole } from './opening.ts';

/** Where a request wants to go: a host in canonical form and a port. */
export interface ProxyTarget {
  /** Lower case, without brackets and final dot. */
  readonly host: string;
  readonly port: number;
}

/** `host:port` for a set; IPv6 hosts have colons, the port is behind the last one. */
export const targetKey = ({ host, port }: ProxyTarget): string => `${host}:${port}`;

export const canonicalHost = (host: string): string => {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  return (bare.endsWith('.') ? bare.slice(0, -1) : bare).toLowerCase();
};

const HOST = /^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]{1,253})$/;
const PORT = /^[1-9][0-9]{0,4}$/;

/** Reads `host:port` of a CONNECT request (RFC 9110 §9.3.6): nothing else is one, a missing port too. */
export const parseAuthority = (text: string): ProxyTarget | undefined => {
  const colon = text.lastIndexOf(':');
  if (colon < 1) return undefined;
  return target(text.slice(0, colon), text.slice(colon + 1));
};

/** A request line in absolute form (RFC 9112 §3.2.2), split by hand: URL parsers forgive what a proxy must not. */
export const parseAbsolute = (text: string): (ProxyTarget & { readonly path: string }) | undefined => {
  const found = /^http:\/\/([^/?#\\@\s]+)(\/[^#\s]*|\?[^#\s]*)?$/i.exec(text);
  if (found === null) return undefined;
  const [, authority = '', rest = '/'] = found;
  const hasPort = /:[0-9]+$/.test(authority);
  const at = hasPort ? parseAuthority(authority) : target(authority, '80');
  return at && { ...at, path: rest.startsWith('?') ? `/${rest}` : rest };
};

const target = (host: string, port: string): ProxyTarget | undefined => {
  if (!HOST.test(host) || !PORT.test(port) || Number(port) > 65_535) return undefined;
  return { host: canonicalHost(host), port: Number(port) };
};

/** The only targets of one opened console: its own host and port, and those of the site's other consoles. */
export const allowedTargets = (consoles: readonly SiteConsole[]): ReadonlySet<string> =>
  new Set(consoles.map(({ host, port }) => targetKey({ host: canonicalHost(host), port })));
