import type { Probe } from './probes.ts';
import { routerProbes } from './probes/router-probes.ts';
import type { HubSettings } from './settings.ts';
import type { SettingsFile } from './settings-schema.ts';

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'mqtt:': 1_883, 'mqtts:': 8_883 };

/** Where the site's own broker listens. */
export const brokerAddress = ({ broker }: SettingsFile): HubSettings => {
  const { protocol, hostname, port } = new URL(broker.url);
  return {
    name: 'local',
    // Brackets belong to addresses in URLs only.
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (DEFAULT_PORTS[protocol] ?? 1_883) : Number(port),
  };
};

/** What is asked of the router itself. */
export const siteProbes = (file: SettingsFile, root = '/'): readonly Probe[] =>
  routerProbes({
    root,
    hubs: file.hubs ?? [],
    broker: brokerAddress(file),
    ...(file.certificate === undefined ? {} : { certificate: file.certificate }),
    disks: file.disks ?? ['/'],
    monoMs: () => performance.now(),
  });
