import type { LocalSettings } from '../fleet/ipc.ts';
import { parseSettings } from './settings.ts';

/* Settings as one file for another console. Passwords are not among them: those never stand in settings. */

const KIND = 'blocao-fleet-console-settings';
const VERSION = 1;
/** 16 hubs with the longest paths stay far below. */
export const LARGEST_FILE_BYTES = 1_000_000;

export const exportText = (settings: LocalSettings): string =>
  `${JSON.stringify({ kind: KIND, v: VERSION, ...settings }, null, 2)}\n`;

export type ReadExport =
  | { readonly ok: true; readonly settings: LocalSettings }
  | { readonly ok: false; readonly code: 'not_settings' | 'newer'; readonly text: string };

/** Untrusted text: what does not fit is left out. A file without any hub leaves the hubs of this console. */
export const readExport = (text: string, current: LocalSettings): ReadExport => {
  const body = parseJson(text);
  if (body === undefined || body['kind'] !== KIND) {
    return { ok: false, code: 'not_settings', text: 'This file holds no settings of a fleet console.' };
  }
  if (body['v'] !== VERSION) return { ok: false, code: 'newer', text: 'These settings need a newer console.' };
  const parsed = parseSettings(body, current);
  // Who muted that console did not mute this one.
  const settings = { ...parsed, sounds: { ...parsed.sounds, mutedUntilTs: current.sounds.mutedUntilTs } };
  return { ok: true, settings: settings.hubs.length > 0 ? settings : { ...settings, hubs: current.hubs } };
};

const parseJson = (text: string): Record<string, unknown> | undefined => {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};
