import type { HubSetting } from '../fleet/ipc.ts';
import { checkHubUrl, checkProxyUrl, hostOfHub } from './hub-url.ts';
import { nextHubId } from './settings.ts';

/** What the operator typed about a hub, checked. */
export type HubFormCheck =
  | {
      readonly ok: true;
      readonly hub: HubSetting;
      readonly hubs: readonly HubSetting[];
      readonly password: string | undefined;
      readonly proxyPassword: string | undefined;
      /** The hub as it was stored. */
      readonly before: HubSetting | undefined;
    }
  | { readonly ok: false; readonly code: string; readonly text: string };

const LONGEST = 200;
const LONGEST_PATH = 1_000;
const FILE_FIELDS = ['caFile', 'certFile', 'keyFile'] as const;

/**
 * Checks the form and places the hub among those of the settings: one with the same id, or without id the same
 * address, keeps its id, so that what was stored of it stays its own. Files count only where `mayRead` knows their
 * path: the page may not name files on its own.
 */
export const checkHubForm = (
  form: unknown,
  hubs: readonly HubSetting[],
  mayRead: (path: string) => boolean = () => false,
): HubFormCheck => {
  const fields = typeof form === 'object' && form !== null ? (form as Record<string, unknown>) : {};
  const [url, name, user, password] = ['url', 'name', 'user', 'password'].map((field) => textOf(fields[field]));
  if (url === undefined || name === undefined || user === undefined || password === undefined) {
    return refused('too_long', `Each field takes at most ${LONGEST} characters.`);
  }
  const checked = checkHubUrl(url);
  if (!checked.ok) return checked;
  if (password !== '' && user.trim() === '') return refused('user_missing', 'A password needs a user.');
  const known = hubs.find((hub) => (fields['id'] === undefined ? hub.url === checked.url : hub.id === fields['id']));
  if (fields['id'] !== undefined && known === undefined) return refused('unknown_hub', 'This hub is no longer there.');
  if (hubs.some((hub) => hub !== known && hub.url === checked.url)) {
    return refused('duplicate', 'Another hub has this address already.');
  }
  const files = filesOf(fields, known, mayRead);
  if (files === undefined) return refused('file', 'A certificate file has to be chosen in the dialog.');
  if ((files.certFile === undefined) !== (files.keyFile === undefined)) {
    return refused('key_missing', 'A client certificate and its key belong together: choose both files.');
  }
  const proxy = proxyOf(fields, known);
  if (proxy === undefined) return refused('proxy', 'Write the proxy like http://proxy.example:3128, without user and password.');
  const hub: HubSetting = {
    id: known?.id ?? nextHubId(hubs),
    name: name.trim() === '' ? hostOfHub(checked.url) : name.trim(),
    url: checked.url,
    ...(user.trim() === '' ? {} : { user: user.trim() }),
    ...files,
    ...proxy.setting,
  };
  const typed = password === '' ? undefined : password;
  const { proxyPassword } = proxy;
  return { ok: true, hub, hubs: placed(hub, known, hubs), password: typed, proxyPassword, before: known };
};

interface ProxyPart {
  readonly setting: Pick<HubSetting, 'proxyUrl' | 'proxyUser'>;
  readonly proxyPassword: string | undefined;
}

/** Undefined where what was typed is no proxy. */
const proxyOf = (fields: Record<string, unknown>, known: HubSetting | undefined): ProxyPart | undefined => {
  const typed = fields['proxyUrl'] === undefined ? known?.proxyUrl : textOf(fields['proxyUrl']);
  const user = fields['proxyUser'] === undefined ? known?.proxyUser : textOf(fields['proxyUser'])?.trim();
  const password = textOf(fields['proxyPassword']);
  if (password === undefined) return undefined;
  if ((typed ?? '').trim() === '') return { setting: {}, proxyPassword: undefined };
  const proxyUrl = checkProxyUrl(typed ?? '');
  if (proxyUrl === undefined) return undefined;
  return { setting: { proxyUrl, ...(user ? { proxyUser: user } : {}) }, proxyPassword: password === '' ? undefined : password };
};

const placed = (hub: HubSetting, known: HubSetting | undefined, hubs: readonly HubSetting[]): readonly HubSetting[] =>
  known === undefined ? [...hubs, hub] : hubs.map((other) => (other === known ? hub : other));

type Files = Pick<HubSetting, (typeof FILE_FIELDS)[number]>;

/** Undefined where a path is not one that the operator chose. */
const filesOf = (
  fields: Record<string, unknown>,
  known: HubSetting | undefined,
  mayRead: (path: string) => boolean,
): Files | undefined => {
  const files: { -readonly [K in keyof Files]: Files[K] } = {};
  for (const field of FILE_FIELDS) {
    const path = fields[field] === undefined ? (known?.[field] ?? '') : fields[field];
    if (path === '') continue;
    if (typeof path !== 'string' || path.length > LONGEST_PATH) return undefined;
    if (path !== known?.[field] && !mayRead(path)) return undefined;
    files[field] = path;
  }
  return files;
};

const refused = (code: string, text: string): HubFormCheck => ({ ok: false, code, text });

const textOf = (value: unknown): string | undefined => {
  if (value === undefined) return '';
  return typeof value === 'string' && value.length <= LONGEST ? value : undefined;
};
