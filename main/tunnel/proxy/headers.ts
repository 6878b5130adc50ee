/*
 * Headers that belong to one hop (RFC 9110 §7.6.1) and those that a proxy answers itself. Node's parser has already refused
 * what two parsers could read in two ways: both lengths, two of one, folded lines, spaces before a colon.
 */
const HOP_BY_HOP = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade', 'expect', 'http2-settings'],
]);

type Headers = Record<string, string | string[]>;

/** Raw pairs (`[name, value, name, value]`) without those of this hop, nor those that `Connection` names. */
const withoutHop = (raw: readonly string[]): [string, string][] => {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) pairs.push([raw[at] ?? '', raw[at + 1] ?? '']);
  const named = pairs.flatMap(([name, value]) =>
    name.toLowerCase() === 'connection' ? value.toLowerCase().split(',').map((one) => one.trim()) : [],
  );
  const dropped = new Set([...HOP_BY_HOP, ...named.filter((name) => name !== 'host' && name !== 'content-length')]);
  return pairs.filter(([name]) => !dropped.has(name.toLowerCase()));
};

/** What goes to the site. `Host` is that of the request line, whatever the page's said (RFC 9112 §3.2.2). */
export const requestHeaders = (raw: readonly string[], host: string): Headers => {
  const headers = Object.create(null) as Headers;
  const names = new Map<string, string>();
  headers['Host'] = host;
  for (const [name, value] of withoutHop(raw)) {
    const lower = name.toLowerCase();
    if (lower === 'host') continue;
    const known = names.get(lower);
    if (known === undefined) {
      names.set(lower, name);
      headers[name] = value;
    } else {
      const before = headers[known] ?? [];
      headers[known] = [...(Array.isArray(before) ? before : [before]), value];
    }
  }
  return headers;
};

/** What comes back, as raw pairs: each `Set-Cookie` stays a line of its own. */
export const responseHeaders = (raw: readonly string[]): string[] => withoutHop(raw).flat();
