import { DIAL_CODES, type DialCode, type TailnetPeer } from '../../fleet/tunnel/opening-rules.ts';
import type { TailnetWarning, TunnelPath } from '../../fleet/tunnel/tailnet.ts';
import { BACKEND_STATES, type BackendState } from '../../fleet/tunnel/tailnet-state.ts';
import type { TailnetSelf } from './engine.ts';

/* Reads what the client says. It is our own program, yet what it passes on comes from a control server. */

const MAX_PEERS = 5_000;
const MAX_WARNINGS = 50;
const MAX_TEXT = 500;

type Json = Readonly<Record<string, unknown>>;
const record = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const list = (value: unknown, longest: number): readonly unknown[] => (Array.isArray(value) ? value.slice(0, longest) : []);
export const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, MAX_TEXT) : '');
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const texts = (value: unknown): string[] => list(value, 16).map(text);

export const readState = (word: unknown): BackendState => BACKEND_STATES.find((known) => known === word) ?? 'NoState';

export const readSelf = (value: unknown): TailnetSelf => {
  const self = record(value);
  return { name: text(self['name']), addresses: texts(self['addresses']), keyExpiryMs: number(self['keyExpiryMs']) };
};

export const readPeers = (value: unknown): TailnetPeer[] =>
  list(value, MAX_PEERS).map((one) => {
    const { name, addresses, online, lastSeenMs } = record(one);
    return {
      name: text(name),
      addresses: texts(addresses),
      online: typeof online === 'boolean' ? online : null,
      lastSeenMs: number(lastSeenMs),
    };
  });

export const readWarnings = (value: unknown): TailnetWarning[] =>
  list(value, MAX_WARNINGS).map((one) => {
    const { code, title, text: words } = record(one);
    return { code: text(code), title: text(title), text: text(words) };
  });

export const readDialCode = (code: unknown): DialCode => DIAL_CODES.find((known) => known === code) ?? 'EDIAL';

export const readErrorCode = (code: unknown): 'EAUTHKEY' | 'EBACKEND' => (code === 'EAUTHKEY' ? code : 'EBACKEND');

export const readPath = (value: unknown): TunnelPath => {
  const { kind, endpoint, region } = record(value);
  if (kind === 'direct') return { kind, endpoint: text(endpoint) };
  if (kind !== 'relay') return { kind: 'unknown' };
  return text(region) === '' ? { kind: 'relayed' } : { kind: 'relayed', relay: text(region) };
};

/** Undefined where it is no JSON object. */
export const readJson = (line: string): Json | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
};
