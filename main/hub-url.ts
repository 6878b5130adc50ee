/** Why an address cannot be used as a hub; `text` is shown as it is. */
export type HubUrlCheck =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly code: 'not_a_url' | 'scheme' | 'credentials' | 'host'; readonly text: string };

const CREDENTIALS_TEXT =
  'A hub address must not carry user or password. Put them into BLOCAO_HUB_USER and BLOCAO_HUB_PASSWORD, ' +
  'or connect the hub in the console: it keeps them in the keychain.';
const SCHEMES = new Set(['mqtt:', 'mqtts:', 'ws:', 'wss:']);

/**
 * Checks a hub's address and brings it to one spelling (lower-case host, no trailing slash), so that equal hubs compare
 * equal. Credentials inside are refused: they would end up in process lists, settings and logs. The refusal never
 * repeats the address, because it holds the secret.
 */
export const checkHubUrl = (text: string): HubUrlCheck => {
  const url = parseUrl(text.trim());
  if (url === undefined)
    return { ok: false, code: 'not_a_url', text: 'This is not an address. Write it like mqtts://hub.example:8883.' };
  if (url.username !== '' || url.password !== '') {
    return {
      ok: false,
      code: 'credentials',
      text: CREDENTIALS_TEXT,
    };
  }
  if (!SCHEMES.has(url.protocol)) {
    return {
      ok: false,
      code: 'scheme',
      text: `A hub address starts with mqtt://, mqtts://, ws:// or wss://, not with ${url.protocol}//.`,
    };
  }
  if (url.hostname === '') return { ok: false, code: 'host', text: 'The hub address names no host.' };
  return {
    ok: true,
    url: `${url.protocol}//${url.host.toLowerCase()}${withoutTrailingSlash(url.pathname)}${url.search}`,
  };
};

const parseUrl = (text: string): URL | undefined => {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
};

const withoutTrailingSlash = (path: string): string => path.replace(/\/+$/, '');

/** `host` or `host:port` of a checked address: what a hub is called until someone names it. */
export const hostOfHub = (url: string): string => url.replace(/^[a-z]+:\/\//, '').replace(/[/?].*$/, '');

/** The address of a proxy, `http://host[:port]` in one spelling; undefined for anything else, credentials inside included. */
export const checkProxyUrl = (text: string): string | undefined => {
  const trimmed = text.trim();
  const url = parseUrl(trimmed.includes('://') ? trimmed : `http://${trimmed}`);
  if (url === undefined || url.protocol !== 'http:' || url.hostname === '') return undefined;
  const isBare = url.username === '' && url.password === '' && url.pathname === '/' && url.search === '' && url.hash === '';
  return isBare ? `http://${url.host.toLowerCase()}` : undefined;
};
