import type { NvrId } from '../../../fleet/ids.ts';

/*
 * What a Frigate says under its prefix on the site's own broker. Nothing of it is ever bridged.
 */

export type CameraSwitch = 'enabled' | 'detect' | 'recordings' | 'audio';

/** From 0.17 on Frigate says of each camera, every ten seconds, what its processes do. */
export type CameraRole = 'detect' | 'record' | 'audio';
export type RoleState = 'online' | 'offline' | 'disabled';

export type FrigateTopic =
  | { readonly kind: 'stats' | 'reviews' | 'events' | 'tracked_object_update' }
  | { readonly kind: 'switch'; readonly camera: string; readonly what: CameraSwitch }
  | { readonly kind: 'status'; readonly camera: string; readonly role: CameraRole };

const WHOLE: ReadonlySet<string> = new Set(['stats', 'reviews', 'events', 'tracked_object_update']);
const ROLES: ReadonlySet<string> = new Set(['detect', 'record', 'audio']);
const SWITCHES: ReadonlySet<string> = new Set(['enabled', 'detect', 'recordings', 'audio']);

/** The topic below `prefix` (default `frigate`), or undefined for what the agent does not read. */
export const parseFrigateTopic = (prefix: string, topic: string): FrigateTopic | undefined => {
  if (!topic.startsWith(`${prefix}/`)) return undefined;
  const rest = topic.slice(prefix.length + 1);
  if (WHOLE.has(rest)) return { kind: rest as 'stats' };
  const [camera = '', what = '', state = ''] = rest.split('/');
  if (what === 'status' && camera !== '' && ROLES.has(state)) return { kind: 'status', camera, role: state as CameraRole };
  if (state !== 'state' || camera === '' || !SWITCHES.has(what)) return undefined;
  return { kind: 'switch', camera, what: what as CameraSwitch };
};

/** `ON` or `OFF`, else undefined. */
export const parseSwitch = (payload: Uint8Array): boolean | undefined => {
  if (payload.length > 3) return undefined;
  const text = String.fromCharCode(...payload);
  return text === 'ON' ? true : text === 'OFF' ? false : undefined;
};

const ROLE_STATES: ReadonlySet<string> = new Set(['online', 'offline', 'disabled']);

/** `online`, `offline` or `disabled`, else undefined. */
export const parseRoleState = (payload: Uint8Array): RoleState | undefined => {
  if (payload.length > 8) return undefined;
  const text = String.fromCharCode(...payload);
  return ROLE_STATES.has(text) ? (text as RoleState) : undefined;
};

/** The prefix of each NVR on the local broker: `frigate` for the only one, else `frigate-ID` (a setting). */
export const defaultPrefix = (nvr: NvrId, nvrs: number): string => (nvrs === 1 ? 'frigate' : `frigate-${nvr}`);
