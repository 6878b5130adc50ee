import { isSiteId } from '../fleet/ids.ts';
import type { TunnelClientChoice } from '../fleet/tunnel/tailnet.ts';
import type { TunnelForm, TunnelSaved, TunnelSettings, ViewerAccount } from '../fleet/tunnel/window.ts';

/* Settings of the tunnel: part of the local settings, checked like them. Keys and passwords are in the keychain only. */

const CLIENTS = ['auto', 'native', 'wasm'] as const satisfies readonly TunnelClientChoice[];
const MOST_VIEWERS = 200;
const LONGEST_TEXT = 200;
const LONGEST_PATH = 1_000;
/** A DNS label: the control server makes the node's name of it. */
const NODE_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)?$/;

export const DEFAULT_TUNNEL: TunnelSettings = {
  controlUrl: '',
  nodeName: '',
  client: 'auto',
  wipeOnClose: true,
  viewers: [],
};

/** Reads untrusted JSON: what does not fit takes the default. */
export const parseTunnelSettings = (body: unknown, defaults: TunnelSettings): TunnelSettings => {
  const record = asRecord(body);
  const controlUrl = controlUrlOf(record['controlUrl']);
  const caFile = textOf(record['caFile'], LONGEST_PATH);
  const nodeName = textOf(record['nodeName'], LONGEST_TEXT);
  const viewers = Array.isArray(record['viewers']) ? record['viewers'] : undefined;
  const { caFile: caBefore, ...rest } = defaults;
  const ca = caFile ?? caBefore;
  return {
    ...rest,
    ...(controlUrl === undefined ? {} : { controlUrl }),
    ...(ca === undefined || ca === '' ? {} : { caFile: ca }),
    ...(nodeName === undefined || !NODE_NAME.test(nodeName) ? {} : { nodeName }),
    client: CLIENTS.find((known) => known === record['client']) ?? defaults.client,
    wipeOnClose: typeof record['wipeOnClose'] === 'boolean' ? record['wipeOnClose'] : defaults.wipeOnClose,
    ...(viewers === undefined ? {} : { viewers: distinct(viewers.slice(0, MOST_VIEWERS).flatMap(viewerOf)) }),
  };
};

type Changed =
  | { readonly ok: true; readonly settings: TunnelSettings; readonly authKey?: string }
  | Extract<TunnelSaved, { ok: false }>;

/** What a window asks to change. Absent fields stay; `chosen` says whether the operator chose that file just now. */
export const changeTunnel = (form: unknown, before: TunnelSettings, chosen: (path: string) => boolean): Changed => {
  const record = asRecord(form) as { readonly [K in keyof TunnelForm]: unknown };
  if (record.controlUrl !== undefined && controlUrlOf(record.controlUrl) === undefined) {
    return { ok: false, code: 'bad_url', text: 'The control server is an https:// address, or http:// on a private network.' };
  }
  const name = textOf(record.nodeName, LONGEST_TEXT);
  if (record.nodeName !== undefined && (name === undefined || !NODE_NAME.test(name))) {
    return { ok: false, code: 'bad_name', text: 'A name in the tailnet has lower case letters, digits and hyphens, at most 63.' };
  }
  const { caFile } = record;
  if (caFile !== undefined && caFile !== '' && caFile !== before.caFile && !(typeof caFile === 'string' && chosen(caFile))) {
    return { ok: false, code: 'bad_file', text: 'Choose the file of the private CA.' };
  }
  const authKey = textOf(record.authKey, LONGEST_TEXT);
  return {
    ok: true,
    settings: parseTunnelSettings(record, before),
    ...(authKey === undefined ? {} : { authKey }),
  };
};

type ChangedViewers =
  | { readonly ok: true; readonly viewers: readonly ViewerAccount[]; readonly account: ViewerAccount; readonly password?: string }
  | Extract<TunnelSaved, { ok: false }>;

/** Sets or takes away the account of one site; each site has one at most. */
export const changeViewers = (form: unknown, before: readonly ViewerAccount[]): ChangedViewers => {
  const record = asRecord(form);
  const [account] = viewerOf(record);
  if (account === undefined) {
    const code = isSiteId(record['site']) || record['site'] === '*' ? 'bad_account' : 'bad_site';
    return { ok: false, code, text: 'An account needs the id of a site, or * for all, and a user.' };
  }
  const rest = before.filter(({ site }) => site !== account.site);
  const password = record['password'];
  if (password === undefined) return { ok: true, viewers: rest, account };
  if (typeof password !== 'string' || password === '' || password.length > LONGEST_TEXT) {
    return { ok: false, code: 'bad_account', text: 'The account needs a password.' };
  }
  if (rest.length >= MOST_VIEWERS) return { ok: false, code: 'too_many', text: `At most ${MOST_VIEWERS} accounts.` };
  return { ok: true, viewers: [...rest, account], account, password };
};

/** The account for a site: its own, else the one for all. */
export const viewerFor = (viewers: readonly ViewerAccount[], site: string): ViewerAccount | undefined =>
  viewers.find((one) => one.site === site) ?? viewers.find((one) => one.site === '*');

const viewerOf = (body: unknown): ViewerAccount[] => {
  const record = asRecord(body);
  const site = record['site'];
  const user = textOf(record['user'], LONGEST_TEXT);
  return (isSiteId(site) || site === '*') && user !== undefined && user !== '' ? [{ site, user }] : [];
};

const distinct = (viewers: readonly ViewerAccount[]): readonly ViewerAccount[] =>
  viewers.filter((one, index) => viewers.findIndex(({ site }) => site === one.site) === index);

/** An origin without credentials or path; plain http only where an operator can have a server of his own. */
const controlUrlOf = (value: unknown): string | undefined => {
  const text = textOf(value, LONGEST_TEXT);
  if (text === undefined || text === '') return text;
  try {
    const url = new URL(text);
    const clean = url.username === '' && url.password === '' && url.search === '' && url.hash === '' && url.pathname === '/';
    return clean && (url.protocol === 'https:' || url.protocol === 'http:') ? url.origin : undefined;
  } catch {
    return undefined;
  }
};

const asRecord = (body: unknown): Record<string, unknown> =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};

const textOf = (value: unknown, longest: number): string | undefined =>
  typeof value === 'string' && value.length <= longest ? value.trim() : undefined;
