import type { LocalSettings, StartInfo } from '../fleet/ipc.ts';
import type { ConsoleDesk } from './console-desk.ts';
import type { FleetRuntime } from './fleet-runtime.ts';
import type { FileDialogs } from './file-dialogs.ts';
import { createHubHandlers, type HubHandlerParts } from './hub-handlers.ts';
import type { InvokeHandlers } from './ipc-host.ts';
import { createPrepareHandlers } from './prepare-site-handlers.ts';
import type { SecretStore } from './secrets.ts';
import { parseSettingsChange } from './settings.ts';
import { createStreetsHandlers } from './streets-handlers.ts';
import { createTransferHandlers } from './transfer-handlers.ts';

/** Characters of a report for the clipboard. */
const LONGEST_REPORT = 500_000;

export interface HandlerParts {
  readonly version: string;
  readonly packaged: boolean;
  readonly consoleId: string;
  readonly settings: { readonly get: () => LocalSettings; readonly save: (settings: LocalSettings) => void };
  readonly secrets: SecretStore;
  readonly fleet: FleetRuntime;
  readonly dialogs: FileDialogs;
  readonly chosen: Set<string>;
  readonly consoles: ConsoleDesk['handlers'];
  readonly testHub: HubHandlerParts['testHub'];
  readonly readPem: HubHandlerParts['readPem'];
  /** Folder with the packages of the site agent. */
  readonly agentPackages: string;
  readonly copyText: (text: string) => void;
  /** Settings or kind of fleet changed: every window is told. */
  readonly onChange: (info: StartInfo) => void;
}

/** What a window may ask of main; fleet data is not among it. */
export const createInvokeHandlers = (parts: HandlerParts): InvokeHandlers => {
  const info = (): StartInfo => startInfoOf(parts);
  const changed = (): void => parts.onChange(info());
  return {
    'start-info': info,
    'engine-port': (_args, sender) => {
      parts.fleet.engine.connect(sender);
      return parts.fleet.engine.state();
    },
    'save-settings': (change) => {
      parts.settings.save({ ...parts.settings.get(), ...parseSettingsChange(change) });
      changed();
      return info().settings;
    },
    ...createHubHandlers(hubParts(parts, changed)),
    ...parts.consoles,
    ...createTransferHandlers({ ...parts, useHubs: (hubs) => parts.fleet.useHubs(hubs), changed }),
    ...createStreetsHandlers({ ...parts, changed }),
    ...createPrepareHandlers({
      ...{ packages: parts.agentPackages, dialogs: parts.dialogs, nowMs: Date.now },
      hubs: () => parts.settings.get().hubs,
      chosen: (path) => parts.chosen.has(path),
    }),
    'keychain-state': () => parts.secrets.probe(),
    'copy-text': (args) => {
      const text = (args as { text?: unknown } | null)?.text;
      if (typeof text === 'string' && text.length <= LONGEST_REPORT) parts.copyText(text);
      return null;
    },
    'restart-engine': async () => {
      await parts.fleet.engine.restart();
      return null;
    },
  };
};

const hubParts = ({ settings, fleet, ...parts }: HandlerParts, changed: () => void): HubHandlerParts => ({
  ...parts,
  hubs: () => settings.get().hubs,
  saveHubs: (hubs) => settings.save({ ...settings.get(), hubs }),
  plan: () => fleet.plan,
  useHubs: (hubs) => fleet.useHubs(hubs),
  changed,
});

const startInfoOf = ({ version, packaged, consoleId, settings, fleet }: HandlerParts): StartInfo => {
  const plan = fleet.plan;
  const stored = settings.get();
  const demo = plan.kind === 'demo' ? { sites: plan.sites } : undefined;
  return {
    version,
    packaged,
    consoleId,
    clockSpeed: fleet.clockSpeed,
    settings: demo !== undefined && stored.customer === '' ? { ...stored, customer: 'Demo customer' } : stored,
    ...(demo === undefined ? {} : { demo }),
  };
};
