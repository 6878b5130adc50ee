import type { At } from '../../fleet/events.ts';
import { DEFAULT_NVR, parseSiteId } from '../../fleet/ids.ts';
import type { NvrId, SiteId } from '../../fleet/ids.ts';
import type { CameraStats, FrigateStats } from '../site/frigate/stats-payload.ts';
import { agentSettings } from '../site/settings.ts';
import type { AgentSettings, CameraSettings, NvrSettings } from '../site/settings.ts';

/*
 * Test code: small sites and what is observed at them.
 */

export const NVR: NvrId = DEFAULT_NVR;
export const T0 = 1_780_000_000_000;

/** `s` seconds after the start of a test, on both clocks. */
export const at = (s: number): At => ({ wallTs: T0 + s * 1_000, monoMs: s * 1_000 });

export const siteId = (text = 'BL-LAB-1'): SiteId => {
  const id = parseSiteId(text);
  if (id === undefined) throw new Error(text);
  return id;
};

export const camera = (id: string, more: Partial<CameraSettings> = {}): CameraSettings => ({
  id,
  expectedFps: 5,
  enabled: true,
  record: true,
  audio: false,
  ...more,
});

export const nvr = (cameras: readonly CameraSettings[], id: NvrId = NVR): NvrSettings => ({
  id,
  prefix: id === NVR ? 'frigate' : `frigate-${id}`,
  cameras,
});

export const settingsWith = (nvrs: readonly NvrSettings[] = [nvr([camera('door'), camera('yard')])]): AgentSettings =>
  agentSettings({ site: siteId(), description: { name: 'Lab', time_zone: 'Europe/Zurich' }, nvrs });

const GOOD_CAMERA: CameraStats = {
  fps: 5,
  processFps: 5,
  detectionFps: 5,
  skippedFps: 0,
  detectionEnabled: true,
  capturing: true,
  expectedFps: null,
  invalid: false,
};

export const statsWith = (cameras: Readonly<Record<string, Partial<CameraStats>>>, more: Partial<FrigateStats> = {}): FrigateStats => ({
  cameras: new Map(Object.entries(cameras).map(([id, stats]) => [id, { ...GOOD_CAMERA, ...stats }])),
  detectors: [{ name: 'coral', inferenceMs: 10 }],
  storage: new Map([['/media/frigate/recordings', { state: 'present', totalMb: 100_000, usedMb: 50_000, freeMb: 50_000 }]]),
  uptimeS: 1_000,
  version: '0.17.2',
  updatedTs: null,
  cpuPct: 10,
  memPct: 20,
  gpuPct: null,
  temperatureC: null,
  replaced: 0,
  ...more,
});
