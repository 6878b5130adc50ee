import type { FilePurpose, HubConfig, HubSaved, HubSetting } from '../fleet/ipc.ts';
import type { HubTest } from '../fleet/model/hub-test.ts';
import { hubConfigOf, type FleetPlan, type HubPem } from './engine-config.ts';
import type { FileDialogs } from './file-dialogs.ts';
import { checkHubForm } from './hub-form.ts';
import type { InvokeHandlers } from './ipc-host.ts';
import { proxyOfHub, shareSecret, type SecretStore } from './secrets.ts';

export interface HubHandlerParts {
  readonly hubs: () => readonly HubSetting[];
  /** Throws where the disk refuses. */
  readonly saveHubs: (hubs: readonly HubSetting[]) => void;
  readonly secrets: SecretStore;
  readonly plan: () => FleetPlan;
  readonly useHubs: (hubs: readonly HubSetting[]) => Promise<void>;
  readonly readPem: (hub: HubSetting) => HubPem;
  readonly testHub: (hub: HubConfig) => Promise<HubTest>;
  readonly dialogs: FileDialogs;
  /** Files that the operator chose in this start; no other path is taken from a window. */
  readonly chosen: Set<string>;
  readonly changed: () => void;
}

type HubHandlers = Pick<InvokeHandlers, 'add-hub' | 'remove-hub' | 'test-hub' | 'choose-file'>;

const PURPOSES = ['ca', 'cert', 'key'] as const satisfies readonly FilePurpose[];

/** Hubs: add, change, remove, test. Passwords go to the secret store and to processes that connect, nowhere else. */
export const createHubHandlers = (parts: HubHandlerParts): HubHandlers => {
  const { chosen } = parts;
  const check = (form: unknown) => checkHubForm(form, parts.hubs(), (path) => chosen.has(path));
  return {
    'add-hub': (form) => saveHub(parts, check(form)),
    'remove-hub': async (args) => {
      const id = (args as { id?: unknown } | null)?.id;
      const hub = parts.hubs().find((one) => one.id === id);
      if (hub === undefined) return null;
      const rest = parts.hubs().filter((one) => one !== hub);
      parts.saveHubs(rest);
      if (!rest.some((one) => shareSecret(one, hub))) await parts.secrets.forget(hub);
      await forgetProxy(parts, hub, rest);
      await parts.useHubs(connected(parts, rest).filter((one) => one.id !== hub.id));
      parts.changed();
      return null;
    },
    'test-hub': async (form) => {
      const checked = check(form);
      if (!checked.ok) return untested(checked.text);
      const { hub, before, password } = checked;
      const stored = before !== undefined && shareSecret(before, hub) ? await parts.secrets.find(before) : {};
      const secret = password === undefined ? stored : { password };
      const proxyPassword = checked.proxyPassword ?? (await storedProxyPassword(parts, hub, before));
      return parts.testHub(hubConfigOf(hub, secret, parts.readPem(hub), proxyPassword));
    },
    'choose-file': async (args) => {
      const asked = (args as { purpose?: unknown } | null)?.purpose;
      const purpose = PURPOSES.find((known) => known === asked);
      const path = purpose === undefined ? undefined : await parts.dialogs.openPem(purpose);
      if (path === undefined) return null;
      chosen.add(path);
      return path;
    },
  };
};

/** What is stored for this very proxy and user; a password never follows to another address. */
const storedProxyPassword = async ({ secrets }: HubHandlerParts, hub: HubSetting, before: HubSetting | undefined): Promise<string | undefined> => {
  const [proxy, known] = [proxyOfHub(hub), before && proxyOfHub(before)];
  return proxy?.user && known && shareSecret(proxy, known) ? (await secrets.find(proxy)).password : undefined;
};

/** Unless another hub goes through the same proxy as the same user. */
const forgetProxy = async ({ secrets }: HubHandlerParts, hub: HubSetting, others: readonly HubSetting[]): Promise<void> => {
  const proxy = proxyOfHub(hub);
  const isShared = others.some((one) => {
    const theirs = proxyOfHub(one);
    return theirs !== undefined && proxy !== undefined && shareSecret(theirs, proxy);
  });
  if (proxy?.user && !isShared) await secrets.forget(proxy);
};

const untested = (text: string): HubTest => ({
  ok: false,
  lines: [{ step: 'address', result: 'failed', detail: text }],
  advice: ['write_address'],
});

const saveHub = async (parts: HubHandlerParts, checked: ReturnType<typeof checkHubForm>): Promise<HubSaved> => {
  if (!checked.ok) return checked;
  const { hub, before, password } = checked;
  const moved = before !== undefined && !shareSecret(before, hub);
  if (moved && password === undefined && (await parts.secrets.find(before)).password !== undefined) {
    // A stored password must not follow to whatever address is typed.
    const text = 'Type the password again: it was stored for another user or host.';
    return { ok: false, code: 'password_again', text };
  }
  try {
    parts.saveHubs(checked.hubs);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, code: 'not_saved', text: `The settings cannot be saved: ${why}` };
  }
  if (moved && !checked.hubs.some((one) => shareSecret(one, before))) await parts.secrets.forget(before);
  const kept = await parts.secrets.keep(hub, password);
  if (before !== undefined) await forgetProxy(parts, before, checked.hubs);
  const proxy = proxyOfHub(hub);
  const proxyKept = proxy?.user ? await parts.secrets.keep(proxy, checked.proxyPassword) : 'none';
  const secretKept = proxyKept === 'none' || kept === 'session' ? kept : proxyKept;
  const others = connected(parts, checked.hubs).filter(({ id, url }) => id !== hub.id && url !== hub.url);
  await parts.useHubs([...others, hub]);
  parts.changed();
  return { ok: true, secretKept };
};

/** Those in use: in the demo the stored ones, else those of this start, which the command line may have named. */
const connected = (parts: HubHandlerParts, stored: readonly HubSetting[]): readonly HubSetting[] => {
  const plan = parts.plan();
  return plan.kind === 'demo' ? stored : plan.hubs;
};
