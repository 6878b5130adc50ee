/** What this computer sounds for; an alert of severity info is silent everywhere. */
export interface SoundSettings {
  readonly critical: boolean;
  readonly warning: boolean;
  /** 0–100. */
  readonly volumePercent: number;
  /** Real epoch ms until which nothing sounds; 0: not muted. */
  readonly mutedUntilTs: number;
}

export const DEFAULT_SOUNDS: SoundSettings = { critical: true, warning: true, volumePercent: 70, mutedUntilTs: 0 };

/** Nobody may forget a mute for longer than a shift. */
export const MUTE_MOST_MS = 12 * 3_600_000;
