import { DEFAULT_SOUNDS, MUTE_MOST_MS, type SoundSettings } from '../fleet/sound-settings.ts';

const amount = (value: unknown, most: number): number | undefined =>
  typeof value === 'number' && value >= 0 && value <= most ? value : undefined;

/** The valid part over the defaults, or undefined where it is nothing of the kind. `nowMs`: real epoch ms. */
export const parseSounds = (body: unknown, nowMs: number): SoundSettings | undefined => {
  if (typeof body !== 'object' || body === null) return undefined;
  const { critical, warning, volumePercent, mutedUntilTs } = body as Readonly<Record<string, unknown>>;
  return {
    critical: typeof critical === 'boolean' ? critical : DEFAULT_SOUNDS.critical,
    warning: typeof warning === 'boolean' ? warning : DEFAULT_SOUNDS.warning,
    volumePercent: amount(volumePercent, 100) ?? DEFAULT_SOUNDS.volumePercent,
    mutedUntilTs: amount(mutedUntilTs, nowMs + MUTE_MOST_MS) ?? 0,
  };
};
