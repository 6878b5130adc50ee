import type { NvrId } from '../../../fleet/ids.ts';

/*
 * What a Frigate says under its prefix on the site's own broker. Nothing of it is ever bridged.
 */

export type CameraSwitch = 'enabled' | 'detect' | 'recordings' | 'audio';

export type FrigateTopic =
  | { readonly kind: 'stats' | 'reviews' | 'events' | 'tracked_object_update' }
  | { readonly kind: 'switch'; readonly camera: string; readonly what: CameraSwitch };

const WHOLE: ReadonlySet<string> = new Set(['stats', 'reviews', 'events', 'tracked_object_update']);
const SWITCHES: ReadonlySet<string> = new Set(['enabled', 'detect', 'recordings', 'audio']);

/** The topic below `prefix` (default `frigate`), or undefined for what the agent does not read. */
export const parseFrigateTopic = (prefix: string, topic: string): FrigateTopic | undefined => {
  if (!topic.startsWith(`${prefix}/`)) return undefined;
  const rest = topic.slice(prefix.length + 1);
  if (WHOLE.has(rest)) return { kind: rest as 'stats' };
  const [camera = '', what = '', state] = rest.split('/');
  if (state !== 'state' || camera === '' || !SWITCHES.has(what)) return undefined;
  return { kind: 'switch', camera, what: what as CameraSwitch };
};

/** `ON` or `OFF`, else undefined. */
export const parseSwitch = (payload: Uint8Array): boolean | undefined => {
  if (payload.length > 3) return undefined;
  const text = String.fromCharCode(...payload);
  return text === 'ON' ? true : text === 'OFF' ? false : undefined;
};

/** The prefix of each NVR on the local broker: `frigate` for the only one, else `frigate-ID` (a setting). */
export const defaultPrefix = (nvr: NvrId, nvrs: number): string => (nvrs === 1 ? 'frigate' : `frigate-${nvr}`);
