/*
 * STAND-IN for a Frigate, test code: what it knows, that is its database. Times in epoch seconds as Frigate has them.
 */

export type FrigateVersion = '0.16' | '0.17' | '0.18';

export interface TruthReview {
  readonly id: string;
  readonly camera: string;
  readonly start: number;
  readonly severity: 'alert' | 'detection';
  end: number | null;
  objects: string[];
  labels: string[];
  zones: string[];
  detections: string[];
  /** The generated description, from 0.17 on. */
  metadata: object | null;
}

export interface TruthEvent {
  readonly id: string;
  readonly camera: string;
  readonly label: string;
  readonly start: number;
  end: number | null;
  plate: string | null;
  subLabel: string | null;
  /** By a classification model that writes attributes. */
  attribute?: { readonly model: string; readonly value: string };
}

export interface TruthCamera {
  readonly id: string;
  enabled: boolean;
  record: boolean;
  audio: boolean;
  fps: number;
  /** Segments are written without a pause. */
  continuous: boolean;
  /** Newest segment's end, epoch s; undefined: none. */
  newestSegment: number | undefined;
}

export interface FrigateTruth {
  readonly version: FrigateVersion;
  readonly cameras: TruthCamera[];
  readonly reviews: Map<string, TruthReview>;
  readonly events: Map<string, TruthEvent>;
  /** Persons that it knows by face. */
  readonly faces: string[];
  safeMode: boolean;
  /** Model of its picture vectors; without it semantic search is off. */
  searchModel?: 'jinav1' | 'jinav2';
  startedAt: number;
}

export const createTruth = (version: FrigateVersion, cameras: readonly string[], nowS: number): FrigateTruth => ({
  version,
  cameras: cameras.map((id) => ({ id, enabled: true, record: true, audio: false, fps: 5, continuous: true, newestSegment: nowS })),
  reviews: new Map(),
  events: new Map(),
  faces: ['Anna Muster'],
  safeMode: false,
  startedAt: nowS - 1_000,
});

let count = 0;
/** `SECONDS.MICROS-SUFFIX`, as Frigate makes them. */
export const newItemId = (nowS: number): string => `${nowS.toFixed(6)}-${((count += 1) + 60_466_176).toString(36).slice(-6)}`;

/** Frigate ends everything that was open when it starts anew, and tells nobody. */
export const restartTruth = (truth: FrigateTruth, nowS: number): void => {
  for (const item of [...truth.reviews.values(), ...truth.events.values()]) item.end ??= nowS;
  truth.startedAt = nowS;
};
