import type { WorldCamera, WorldNvr } from './world.ts';
import type { Random } from './random.ts';

/*
 * SIMULATION of what Frigate puts on the wire, in the shapes of 0.16 to 0.18, so that the real parser has real work.
 */

const rounded = (figure: number): number => Math.round(figure * 10) / 10;

const cameraStats = ({ settings, dark, frozen }: WorldCamera, index: number, version: string, random: Random) => {
  const fps = dark || !settings.enabled ? 0 : rounded(random.around(settings.expectedFps ?? 5, 0.1));
  const processed = frozen ? 0 : fps;
  return {
    camera_fps: fps,
    process_fps: processed,
    skipped_fps: 0,
    detection_fps: processed,
    detection_enabled: settings.enabled,
    pid: 300 + index,
    capture_pid: dark ? null : 400 + index,
    ffmpeg_pid: dark ? null : 500 + index,
    audio_rms: 0,
    audio_dBFS: 0,
    ...(version.startsWith('0.18')
      ? { connection_quality: dark ? 'unusable' : 'excellent', expected_fps: settings.expectedFps ?? 5, reconnects_last_hour: 0 }
      : {}),
  };
};

const storage = (nvr: WorldNvr) => {
  const disk = {
    total: rounded(nvr.diskTotalMb),
    used: rounded(nvr.diskTotalMb - nvr.diskFreeMb),
    free: rounded(nvr.diskFreeMb),
    mount_type: 'ext4',
  };
  return {
    '/media/frigate/recordings': nvr.recordingPathMissing ? {} : disk,
    '/media/frigate/clips': disk,
    '/tmp/cache': { total: 1000, used: 23.2, free: 976.8, mount_type: 'tmpfs' },
  };
};

const detectors = (nvr: WorldNvr, random: Random) => {
  const isNew = nvr.version.startsWith('0.18');
  return {
    coral: {
      inference_speed: Math.round(random.around(nvr.inferenceMs, 0.4) * 100) / 100,
      detection_start: 0,
      pid: 200,
      ...(isNew ? { temperature: 52.3, cpu: '5.0', mem: '2.1' } : {}),
    },
  };
};

/** Payload of `frigate/stats`. Times of the fleet clock. */
export const statsPayload = (nvr: WorldNvr, wallTs: number, monoMs: number, random: Random): string =>
  JSON.stringify({
    cameras: Object.fromEntries(
      nvr.cameras.map((camera, index) => [camera.settings.id, cameraStats(camera, index, nvr.version, random)]),
    ),
    detectors: detectors(nvr, random),
    cpu_usages: { 'frigate.full_system': { cpu: String(rounded(random.around(24, 5))), mem: '41.2' } },
    gpu_usages: { 'intel-vaapi': { gpu: `${rounded(random.around(6, 2))}%`, mem: '-%' } },
    service: {
      uptime: Math.max(0, Math.round((monoMs - nvr.startedMonoMs) / 1_000)),
      version: `${nvr.version}-simulated`,
      latest_version: 'unknown',
      storage: storage(nvr),
      ...(nvr.version.startsWith('0.18') ? {} : { temperatures: { apex_0: 52.3 } }),
      last_updated: Math.round(wallTs / 1_000),
    },
    processes: { go2rtc: { pid: 88 }, recording: { pid: 91 } },
  });

/** Ids of the objects that a review tracks: an alert has two, as a person and what they came with. */
export const objectsOf = ({ id, severity }: SimulatedReview): readonly string[] => (severity === 'alert' ? [id, `${id}b`] : [id]);

export interface SimulatedReview {
  readonly id: string;
  readonly camera: string;
  readonly startTs: number;
  readonly object: string;
  readonly severity: 'alert' | 'detection';
}

/** Payload of `frigate/reviews`; with `endTs` the item ends. Times in epoch ms. */
export const reviewPayload = (review: SimulatedReview, endTs: number | undefined): string => {
  const item = {
    id: review.id,
    camera: review.camera,
    start_time: review.startTs / 1_000,
    end_time: endTs === undefined ? null : endTs / 1_000,
    severity: review.severity,
    thumb_path: `/media/frigate/clips/review/thumb-${review.camera}-${review.id}.webp`,
    data: { detections: objectsOf(review), objects: [review.object], verified_objects: [], sub_labels: [], zones: [], audio: [], metadata: null },
  };
  return JSON.stringify({ type: endTs === undefined ? 'new' : 'end', before: { ...item, end_time: null }, after: item });
};

/** Payload of `frigate/events` of one object of a review; with `endTs` it is over. Times in epoch ms. */
export const eventPayload = (review: SimulatedReview, id: string, endTs: number | undefined): string => {
  const item = {
    id,
    camera: review.camera,
    label: review.object,
    sub_label: null,
    false_positive: false,
    start_time: review.startTs / 1_000,
    end_time: endTs === undefined ? null : endTs / 1_000,
    top_score: 0.86,
    current_zones: [],
    entered_zones: [],
    has_clip: true,
    has_snapshot: true,
  };
  return JSON.stringify({ before: { ...item, end_time: null }, after: item, type: endTs === undefined ? 'new' : 'end' });
};
