import type { LocalSettings, StartInfo } from '../fleet/ipc.ts';
import type { FleetRuntime } from './fleet-runtime.ts';
import { checkHubForm } from './hub-form.ts';
import type { InvokeHandlers } from './ipc-host.ts';
import type { SecretStore } from './secrets.ts';
import { parseSettingsChange } from './settings.ts';

export interface HandlerParts {
  readonly version: string;
  readonly packaged: boolean;
  readonly consoleId: string;
  readonly settings: { readonly get: () => LocalSettings; readonly save: (settings: LocalSettings) => void };
  readonly secrets: SecretStore;
  readonly fleet: FleetRuntime;
  /** Settings or kind of fleet changed: every window is told. */
  readonly onChange: (info: StartInfo) => void;
}

/** What a window may ask of main; fleet data is not among it. */
export const createInvokeHandlers = (parts: HandlerParts): InvokeHandlers => {
  const info = (): StartInfo => startInfoOf(parts);
  return {
    'start-info': info,
    'engine-port': (_args, sender) => {
      parts.fleet.engine.connect(sender);
      return parts.fleet.engine.state();
    },
    'save-settings': (change) => {
      parts.settings.save({ ...parts.settings.get(), ...parseSettingsChange(change) });
      parts.onChange(info());
      return info().settings;
    },
    'add-hub': async (form) => {
      const checked = checkHubForm(form, parts.settings.get().hubs);
      if (!checked.ok) return checked;
      try {
        parts.settings.save({ ...parts.settings.get(), hubs: checked.hubs });
      } catch (error) {
        return {
          ok: false,
          code: 'not_saved',
          text: `The settings cannot be saved: ${error instanceof Error ? error.message : String(error)}`,
        };
      }
      const secretKept = await parts.secrets.keep(checked.hub, checked.password);
      const now = parts.fleet.plan;
      const others =
        now.kind === 'demo'
          ? checked.hubs.filter(({ id }) => id !== checked.hub.id)
          : now.hubs.filter(({ url }) => url !== checked.hub.url);
      await parts.fleet.useHubs([...others, checked.hub]);
      parts.onChange(info());
      return { ok: true, secretKept };
    },
    'restart-engine': async () => {
      await parts.fleet.engine.restart();
      return null;
    },
  };
};

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
