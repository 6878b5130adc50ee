/** Where everything of a hub lies; `root` is empty, or a folder under which it is tried out. */
export interface HubPlaces {
  readonly config: string;
  readonly tls: string;
  readonly authority: string;
  readonly data: string;
  readonly unit: string;
  readonly firewall: string;
}

export const hubPlaces = (root: string): HubPlaces => ({
  config: `${root}/etc/blocao-hub`,
  tls: `${root}/etc/blocao-hub/tls`,
  authority: `${root}/etc/blocao-hub/authority`,
  data: `${root}/var/lib/blocao-hub`,
  unit: `${root}/etc/systemd/system/blocao-hub.service`,
  firewall: `${root}/etc/nftables.d/blocao-hub.nft`,
});

/** Where everything of a site's router lies. */
export interface SitePlaces {
  readonly config: string;
  readonly settings: string;
  readonly tls: string;
  readonly broker: string;
  readonly secrets: string;
  readonly brokerData: string;
  readonly agentData: string;
  readonly brokerUnit: string;
  readonly agentUnit: string;
  /** What that unit needs to read Frigate's databases. */
  readonly databaseUnit: string;
  /** Where the Debian package puts the same unit. */
  readonly packagedUnit: string;
  /** Where the agent asks for a new start of the broker; a unit of systemd watches it. */
  readonly restartRequest: string;
  /** Folder for units made here, and that of the Debian package. */
  readonly units: string;
  readonly packagedUnits: string;
}

/** Name of that file in the agent's data directory. */
export const RESTART_REQUEST = 'broker-restart';
/** The unit that watches it, and the one that does it. */
export const RESTART_UNITS = ['blocao-broker-restart.path', 'blocao-broker-restart.service'] as const;

export const sitePlaces = (root: string): SitePlaces => ({
  config: `${root}/etc/blocao-agent`,
  settings: `${root}/etc/blocao-agent/settings.json`,
  tls: `${root}/etc/blocao-agent/tls`,
  broker: `${root}/etc/blocao-agent/broker`,
  secrets: `${root}/etc/blocao-agent/secrets`,
  brokerData: `${root}/var/lib/blocao-broker`,
  agentData: `${root}/var/lib/blocao-agent`,
  brokerUnit: `${root}/etc/systemd/system/blocao-broker.service`,
  agentUnit: `${root}/etc/systemd/system/blocao-agent.service`,
  databaseUnit: `${root}/etc/systemd/system/blocao-agent.service.d/frigate-database.conf`,
  packagedUnit: `${root}/usr/lib/systemd/system/blocao-agent.service`,
  restartRequest: `${root}/var/lib/blocao-agent/${RESTART_REQUEST}`,
  units: `${root}/etc/systemd/system`,
  packagedUnits: `${root}/usr/lib/systemd/system`,
});

/** A folder that may stand in a configuration file: absolute, no blank, nothing that a parser reads as more than a name. */
export const isPlainPath = (text: string): boolean => /^(?:\/[A-Za-z0-9._+-]+)+$/.test(text) && !/\/\.\.?(?:\/|$)/.test(text);
