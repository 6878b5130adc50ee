import type { HubSetting } from '../fleet/ipc.ts';
import { checkHubUrl, hostOfHub } from './hub-url.ts';
import { nextHubId } from './settings.ts';

/** What the operator typed into "Connect to your hub", checked. */
export type HubFormCheck =
  | {
      readonly ok: true;
      readonly hub: HubSetting;
      readonly hubs: readonly HubSetting[];
      readonly password: string | undefined;
    }
  | { readonly ok: false; readonly code: string; readonly text: string };

const LONGEST = 200;

/**
 * Checks the form and places the hub among those of the settings: one with the same address keeps its id, so that what
 * was stored of it stays its own.
 */
export const checkHubForm = (form: unknown, hubs: readonly HubSetting[]): HubFormCheck => {
  const fields = typeof form === 'object' && form !== null ? (form as Record<string, unknown>) : {};
  const [url, name, user, password] = ['url', 'name', 'user', 'password'].map((field) => textOf(fields[field]));
  if (url === undefined || name === undefined || user === undefined || password === undefined) {
    return { ok: false, code: 'too_long', text: `Each field takes at most ${LONGEST} characters.` };
  }
  const checked = checkHubUrl(url);
  if (!checked.ok) return checked;
  if (password !== '' && user.trim() === '')
    return { ok: false, code: 'user_missing', text: 'A password needs a user.' };
  const known = hubs.find((hub) => hub.url === checked.url);
  const hub: HubSetting = {
    id: known?.id ?? nextHubId(hubs),
    name: name.trim() === '' ? hostOfHub(checked.url) : name.trim(),
    url: checked.url,
    ...(user.trim() === '' ? {} : { user: user.trim() }),
  };
  return {
    ok: true,
    hub,
    hubs: [...hubs.filter((other) => other !== known), hub],
    password: password === '' ? undefined : password,
  };
};

const textOf = (value: unknown): string | undefined => {
  if (value === undefined) return '';
  return typeof value === 'string' && value.length <= LONGEST ? value : undefined;
};
