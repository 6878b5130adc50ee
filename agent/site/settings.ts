import type { NvrId, SiteId } from '../../fleet/ids.ts';
import type { StateSite } from '../../fleet/wire/state-site.ts';
import { DEFAULT_THRESHOLDS } from './thresholds.ts';
import type { Thresholds } from './thresholds.ts';

/** One camera that an NVR is configured for. */
export interface CameraSettings {
  /** Frigate's name of it. */
  readonly id: string;
  readonly name?: string;
  readonly expectedFps?: number;
  /** Switched off on purpose in the configuration. */
  readonly enabled: boolean;
  readonly record: boolean;
  readonly audio: boolean;
}

/** One box with Frigate. */
export interface NvrSettings {
  readonly id: NvrId;
  /** MQTT prefix of this Frigate on the site's own broker, `frigate` by default. */
  readonly prefix: string;
  readonly cameras: readonly CameraSettings[];
  /** The cameras are those of Frigate's own configuration, once it was read. */
  readonly discover?: boolean;
  /** File of its database, to be read for picture vectors. */
  readonly database?: string;
  readonly model?: string;
  readonly features?: readonly string[];
}

/** What a site says of itself: `state/site` without its envelope. */
export type SiteDescription = Omit<StateSite, 'v' | 'site' | 'boot' | 'conn' | 'seq' | 'ts' | 'ttl_s'>;

/** A hub that a bridge of the site's own broker leads to. */
export interface HubSettings {
  /** As in alerts: `hub:NAME`. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** What of persons and vehicles may leave the site (contract §2: opt-in); each is off unless the settings say so. */
export interface PersonalData {
  readonly plate: boolean;
  readonly face: boolean;
  readonly class: boolean;
}

export const NOTHING_PERSONAL: PersonalData = { plate: false, face: false, class: false };

/** What one agent is set to. */
export interface AgentSettings {
  readonly site: SiteId;
  readonly description: SiteDescription;
  /** 1–8. */
  readonly nvrs: readonly NvrSettings[];
  /** One bridge to each; empty where nobody said. */
  readonly hubs: readonly HubSettings[];
  readonly personal: PersonalData;
  /** Picture vectors may leave the site (contract §2: opt-in), those of NVRs whose database is known. */
  readonly embedding: boolean;
  /** The uplink is metered: documents that may wait go less often. Never stretches health. */
  readonly lowData: boolean;
  readonly thresholds: Thresholds;
}

type Optional = 'thresholds' | 'hubs' | 'personal' | 'embedding' | 'lowData';

export const agentSettings = (
  settings: Omit<AgentSettings, Optional> & Partial<Pick<AgentSettings, 'hubs' | 'personal' | 'embedding' | 'lowData'>>,
  thresholds: Partial<Thresholds> = {},
): AgentSettings => ({
  hubs: [],
  personal: NOTHING_PERSONAL,
  embedding: false,
  lowData: false,
  ...settings,
  thresholds: { ...DEFAULT_THRESHOLDS, ...thresholds },
});
