import type { TFunction } from 'i18next';
import type { OpenConsole } from '../../fleet/tunnel/opening.ts';
import { KEY_EXPIRY_WARN_DAYS, type TailnetStatus, type TunnelClient, type TunnelPath } from '../../fleet/tunnel/tailnet.ts';
import type { WordTools } from './alert-words.ts';

const pathWords = (t: TFunction, path: TunnelPath): string => {
  switch (path.kind) {
    case 'direct':
      return t('consoles.path.direct');
    case 'relayed':
      return path.relay === undefined || path.relay === '' ? t('consoles.path.relayed') : t('consoles.path.relayedBy', { relay: path.relay });
    case 'unknown':
      return t('consoles.path.unknown');
  }
};

const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

/** Decimal units, one digit behind the point. */
export function bytesWords({ format }: Pick<WordTools, 'format'>, bytes: number): string {
  let value = bytes / 1_000;
  let unit = 0;
  while (value >= 1_000 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${format.number(Math.round(value * 10) / 10)} ${UNITS[unit]}`;
}

const DAY_MS = 86_400_000;

/** Whole days until the node's key ends, from 14 on; undefined before, and for a key that does not end. */
export function daysToKeyEnd({ node, state }: TailnetStatus, nowTs: number): number | undefined {
  if (state === 'key_expired' || !node?.keyExpiryTs) return undefined;
  const days = Math.floor((node.keyExpiryTs - nowTs) / DAY_MS);
  return days > KEY_EXPIRY_WARN_DAYS ? undefined : Math.max(0, days);
}

/** One or two words for the header. */
export function tailnetWord(t: TFunction, status: TailnetStatus, nowTs: number): string {
  const days = status.state === 'joined' ? daysToKeyEnd(status, nowTs) : undefined;
  return days === undefined ? t(`tailnet.short.${status.state}`) : t('tailnet.keyEnds', { count: days });
}

/** Whether the header has to stand out: a person has to do something, or nothing can be opened. */
export const isTailnetBad = (status: TailnetStatus, nowTs: number): boolean => {
  switch (status.state) {
    case 'off':
    case 'building':
    case 'starting':
    case 'restarting':
      return false;
    case 'joined':
      return daysToKeyEnd(status, nowTs) !== undefined;
    default:
      return true;
  }
};

/**
 * How a site's page is reached: path and round trip, and with client, transfer and refusals. Nothing for a console that
 * is not open: figures of a way that is gone would say that it is there.
 */
export function wayWords(
  words: WordTools,
  { phase, path, latencyMs, transfer, refused }: OpenConsole,
  client: TunnelClient | undefined,
): { readonly short: string; readonly full: string } | undefined {
  if (path === undefined || (phase !== 'open' && phase !== 'stalled')) return undefined;
  const { t, format } = words;
  const ms = latencyMs === undefined ? [] : [t('consoles.latency', { ms: format.number(Math.round(latencyMs)) })];
  const parts = [pathWords(t, path), ...ms];
  const figures = { received: bytesWords(words, transfer.receivedBytes), sent: bytesWords(words, transfer.sentBytes) };
  const full = [
    ...parts,
    ...(client === undefined ? [] : [t(`tailnet.client.${client}`)]),
    t('consoles.transfer', figures),
    ...(refused === 0 ? [] : [t('consoles.refused', { count: refused })]),
  ];
  return { short: parts.join(', '), full: full.join('\n') };
}
