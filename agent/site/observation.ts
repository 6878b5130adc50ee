import type { NvrId } from '../../fleet/ids.ts';
import type { StateCert } from '../../fleet/wire/state-cert.ts';
import type { StateReconcile } from '../../fleet/wire/state-reconcile.ts';
import type { FrigateStats } from './frigate/stats-payload.ts';
import type { CameraRole, CameraSwitch, RoleState } from './frigate/topics.ts';
import type { CameraSettings } from './settings.ts';

type Body<S> = Omit<S, 'v' | 'site' | 'boot' | 'conn' | 'seq' | 'ts' | 'ttl_s'>;

/** A disk of the router or of an NVR. */
export interface DiskSample {
  readonly path: string;
  readonly totalMb: number;
  readonly freeMb: number;
  /** What recording takes, where known: tells how much recording time is left. */
  readonly recordingMbPerH?: number;
}

/** The router itself. What cannot be measured is absent, never 0. */
export interface RouterSample {
  readonly cpuPct?: number;
  readonly memPct?: number;
  readonly tempC?: number;
  readonly disks?: readonly DiskSample[];
  readonly rttMs?: number;
  readonly lossPct?: number;
  readonly osBootTs?: number;
  readonly clock?: { readonly synced: boolean; readonly source: string; readonly offsetMs?: number };
  readonly versions?: { readonly os?: string; readonly mosquitto?: string };
  readonly hardware?: { readonly model?: string; readonly arch?: string; readonly memoryMb?: number };
  /** Messages that the site's broker had to drop since it started. */
  readonly brokerDropped?: number;
}

/** What the site's own broker tells of itself. */
export interface BrokerSample {
  readonly version?: string;
  /** Messages that it had to drop since it started. */
  readonly dropped?: number;
}

/** What a Frigate answers over HTTP (`/api/version`, `/api/config`, recordings and storage). */
export interface NvrHttpSample {
  readonly reachable: boolean;
  readonly version?: string;
  readonly safeMode?: boolean;
  /** Age of the newest segment by camera; a camera that is missing here was not measured. */
  readonly newestSegmentAgeS?: Readonly<Record<string, number>>;
  readonly recordingMbPerH?: number;
  /** File name of the detection model. */
  readonly model?: string;
  /** Parts of Frigate in use, e.g. `face_recognition`. */
  readonly features?: readonly string[];
}

/** The agent's configuration loop (contract §9), where there is one. */
export interface ConfigSample {
  readonly reconcile: Body<StateReconcile>;
  /** The release serial that the control branch shows is behind the one already obeyed. */
  readonly frozen: boolean;
  readonly trustBroken: boolean;
}

/** One bridge, told from its connections rather than from `$SYS` (two bridges share one topic there). */
export interface BridgeSample {
  readonly hub: string;
  readonly connected: boolean;
  /** CONNACK refusals in a row. */
  readonly refusals: number;
}

/** Whatever an agent learns about its site. */
export type Observation =
  | { readonly type: 'stats'; readonly nvr: NvrId; readonly stats: FrigateStats }
  | { readonly type: 'nvr-http'; readonly nvr: NvrId; readonly sample: NvrHttpSample }
  | { readonly type: 'camera-switch'; readonly nvr: NvrId; readonly camera: string; readonly what: CameraSwitch; readonly on: boolean }
  | { readonly type: 'camera-status'; readonly nvr: NvrId; readonly camera: string; readonly role: CameraRole; readonly state: RoleState }
  | { readonly type: 'nvr-cameras'; readonly nvr: NvrId; readonly cameras: readonly CameraSettings[] }
  | { readonly type: 'router'; readonly sample: RouterSample }
  | { readonly type: 'broker'; readonly sample: BrokerSample }
  | { readonly type: 'certificate'; readonly certificate: Body<StateCert> }
  | { readonly type: 'bridge'; readonly sample: BridgeSample }
  | { readonly type: 'config'; readonly sample: ConfigSample };

export type CertificateBody = Body<StateCert>;
