import { agentSettings } from './settings.ts';
import type { AgentSettings, CameraSettings, NvrSettings, SiteDescription } from './settings.ts';
import { topicPrefixOf } from './settings-prefix.ts';
import type { AlertsFile, NvrFile, SettingsFile } from './settings-schema.ts';
import { DEFAULT_THRESHOLDS } from './thresholds.ts';
import type { HoldOff, Thresholds } from './thresholds.ts';

/*
 * From the settings file to what the agent's logic is set to.
 */

type CameraFile = NonNullable<NvrFile['cameras']>[number];

const cameraOf = ({ id, name, expected_fps: fps, enabled, record, audio }: CameraFile): CameraSettings => ({
  id,
  ...(name === undefined ? {} : { name }),
  ...(fps === undefined ? {} : { expectedFps: fps }),
  enabled: enabled ?? true,
  record: record ?? true,
  audio: audio ?? false,
});

const nvrOf = (nvr: NvrFile, count: number): NvrSettings => ({
  id: nvr.id,
  prefix: topicPrefixOf(nvr, count),
  ...(nvr.cameras === undefined ? { cameras: [], discover: true } : { cameras: nvr.cameras.map(cameraOf) }),
  ...(nvr.database === undefined ? {} : { database: nvr.database }),
  ...(nvr.model === undefined ? {} : { model: nvr.model }),
  ...(nvr.features === undefined ? {} : { features: nvr.features }),
});

const PLACE = ['name', 'address', 'lat', 'lon', 'time_zone', 'region', 'tags', 'contact', 'consoles'] as const;

const descriptionOf = (file: SettingsFile): SiteDescription =>
  Object.fromEntries(PLACE.filter((key) => file[key] !== undefined).map((key) => [key, file[key]]));

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const holdOffOf = (name: keyof Thresholds, value: { raise_after_s?: number; clear_after_s?: number }): HoldOff => {
  const standard = DEFAULT_THRESHOLDS[name] as HoldOff;
  return {
    ...standard,
    ...(value.raise_after_s === undefined ? {} : { raiseAfterMs: value.raise_after_s * SECOND_MS }),
    ...(value.clear_after_s === undefined ? {} : { clearAfterMs: value.clear_after_s * SECOND_MS }),
  };
};

/** Limits keep their name in camel case; those in seconds or hours whose name ends in `Ms` are milliseconds inside. */
const LIMIT_NAMES: Readonly<Record<string, readonly [name: keyof Thresholds, factor: number]>> = {
  recording_age_max_s: ['recordingAgeMaxMs', SECOND_MS],
  stats_stale_s: ['statsStaleMs', SECOND_MS],
  config_stale_h: ['configStaleMs', HOUR_MS],
};

/** The thresholds that a file sets; the others keep their defaults (contract §5). */
const thresholdsOf = (alerts: AlertsFile = {}): Partial<Thresholds> =>
  Object.fromEntries(
    Object.entries(alerts).map(([key, value]) => {
      const [name, factor] = LIMIT_NAMES[key] ?? [camel(key) as keyof Thresholds, 1];
      return [name, typeof value === 'number' ? value * factor : holdOffOf(name, value)];
    }),
  );

/** What the agent's logic is set to. The file was checked. */
export const agentSettingsOf = (file: SettingsFile): AgentSettings => {
  const recognition = file.personal_data?.recognition;
  return agentSettings(
    {
      site: file.site,
      description: descriptionOf(file),
      nvrs: file.nvrs.map((nvr) => nvrOf(nvr, file.nvrs.length)),
      hubs: file.hubs ?? [],
      personal: { plate: recognition?.plate ?? false, face: recognition?.face ?? false, class: recognition?.class ?? false },
      embedding: file.personal_data?.embedding ?? false,
      lowData: file.low_data ?? false,
    },
    thresholdsOf(file.alerts),
  );
};
