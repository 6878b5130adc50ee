import { fixture } from '../fixtures.ts';
import type { FrigateTruth, FrigateVersion, TruthCamera, TruthEvent, TruthReview } from './frigate-truth.ts';

/*
 * STAND-IN, test code: the bytes of Frigate 0.16, 0.17 and 0.18. Each payload is that of a fixture with the members that
 * the truth decides put in, so that its fields are those of the wire.
 */

type Json = Record<string, unknown>;

const read = (name: string): Json => JSON.parse(new TextDecoder().decode(fixture(name))) as Json;
const first = (name: string): Json => (JSON.parse(new TextDecoder().decode(fixture(name))) as Json[])[0] ?? {};

const FULL: Readonly<Record<FrigateVersion, string>> = { '0.16': '0.16.4-fixture', '0.17': '0.17.2-fixture', '0.18': '0.18.0-fixture' };
export const fullVersion = (version: FrigateVersion): string => FULL[version];

const statsCamera = (template: Json, camera: TruthCamera, index: number): Json => ({
  ...template,
  camera_fps: camera.enabled ? camera.fps : 0,
  process_fps: camera.enabled ? camera.fps : 0,
  detection_enabled: camera.enabled,
  pid: 300 + index,
  ...(camera.fps === 0 ? { capture_pid: null, ffmpeg_pid: null } : {}),
});

/** `frigate/stats`. */
export const statsBytes = (truth: FrigateTruth, nowS: number): string => {
  const stats = read(truth.version === '0.18' ? 'frigate-mqtt/frigate__stats.0.18.json' : 'frigate-mqtt/frigate__stats.json');
  const template = Object.values(stats['cameras'] as Json)[0] as Json;
  return JSON.stringify({
    ...stats,
    cameras: Object.fromEntries(truth.cameras.map((camera, index) => [camera.id, statsCamera(template, camera, index)])),
    service: {
      ...(stats['service'] as Json),
      version: fullVersion(truth.version),
      uptime: Math.round(nowS - truth.startedAt),
      last_updated: Math.round(nowS),
    },
  });
};

const reviewData = (template: Json, review: TruthReview): Json => ({
  ...(template['data'] as Json),
  detections: review.detections,
  objects: review.objects,
  verified_objects: [],
  sub_labels: review.labels,
  zones: review.zones,
  metadata: review.metadata,
});

const reviewItem = (template: Json, review: TruthReview): Json => ({
  ...template,
  id: review.id,
  camera: review.camera,
  start_time: review.start,
  end_time: review.end,
  severity: review.severity,
  thumb_path: `/media/frigate/clips/review/thumb-${review.camera}-${review.id}.webp`,
  data: reviewData(template, review),
});

export type ReviewType = 'new' | 'update' | 'end' | 'genai';

/** `frigate/reviews`. */
export const reviewBytes = (review: TruthReview, type: ReviewType): string => {
  const message = read(`frigate-mqtt/frigate__reviews.${type}.json`);
  const after = reviewItem(message['after'] as Json, review);
  return JSON.stringify({ type, before: after, after });
};

/** A row of `/api/review`. */
export const reviewRow = (review: TruthReview): Json => reviewItem(first('frigate-api/review.json'), review);

/** `frigate/events`; over MQTT a plate is a pair. */
export const eventBytes = (version: FrigateVersion, event: TruthEvent, type: 'new' | 'update' | 'end'): string => {
  const isPlate = type === 'end' && event.plate !== null;
  const name = version === '0.18' && type === 'update' ? 'update.0.18' : isPlate ? 'end.plate-tuple' : type;
  const message = read(`frigate-mqtt/frigate__events.${name}.json`);
  const after = {
    ...(message['after'] as Json),
    id: event.id,
    camera: event.camera,
    label: event.label,
    start_time: event.start,
    end_time: event.end,
    sub_label: event.subLabel === null ? null : [event.subLabel, 0.9],
    false_positive: false,
    ...(isPlate ? { recognized_license_plate: [event.plate, 0.9] } : {}),
    ...(event.attribute ? { [event.attribute.model]: [event.attribute.value, 0.9] } : {}),
  };
  return JSON.stringify({ type, before: after, after });
};

/** A row of `/api/events`; over HTTP a plate stands in `data`. */
export const eventRow = (event: TruthEvent): Json => {
  const row = first('frigate-api/events.json');
  return {
    ...row,
    id: event.id,
    camera: event.camera,
    label: event.label,
    start_time: event.start,
    end_time: event.end,
    sub_label: event.subLabel,
    data: {
      ...(row['data'] as Json),
      ...(event.plate === null ? {} : { recognized_license_plate: event.plate, recognized_license_plate_score: 0.9 }),
      ...(event.subLabel === null ? {} : { sub_label_score: 0.9 }),
      ...(event.attribute ? { [event.attribute.model]: event.attribute.value, [`${event.attribute.model}_score`]: 0.9 } : {}),
    },
  };
};

export type Recognised = 'lpr' | 'face' | 'classification-sub_label' | 'classification-attribute';

/** `frigate/tracked_object_update` with `value` in the member that its kind has. */
export const recognitionBytes = (version: FrigateVersion, kind: Recognised, eventId: string, camera: string, value: string): string => {
  const message = read(`frigate-mqtt/frigate__tracked_object_update.${kind === 'lpr' && version === '0.18' ? 'lpr.0.18' : kind}.json`);
  const member = { lpr: 'plate', face: 'name', 'classification-sub_label': 'sub_label', 'classification-attribute': 'attribute' }[kind];
  return JSON.stringify({ ...message, id: eventId, camera, [member]: value });
};

const recordConfig = ({ record, continuous }: TruthCamera, version: FrigateVersion): Json =>
  version === '0.16'
    ? { enabled: record, retain: { days: continuous ? 3 : 0, mode: 'all' } }
    : { enabled: record, continuous: { days: continuous ? 3 : 0 }, motion: { days: 7 } };

/** `/api/config`, with a camera's credentials in it as it may have: they must never leave. */
export const configBytes = (truth: FrigateTruth): string =>
  JSON.stringify({
    version: truth.version,
    safe_mode: truth.safeMode,
    mqtt: { enabled: !truth.safeMode, topic_prefix: 'frigate' },
    model: { path: '/config/model_cache/yolo-small.onnx' },
    face_recognition: { enabled: true },
    lpr: { enabled: false },
    semantic_search: { enabled: truth.searchModel !== undefined, reindex: false, model: truth.searchModel ?? 'jinav1', model_size: 'small' },
    cameras: truth.safeMode
      ? {}
      : Object.fromEntries(
          truth.cameras.map((camera) => [
            camera.id,
            {
              enabled: camera.enabled,
              ...(truth.version === '0.16' ? {} : { friendly_name: `Camera ${camera.id}` }),
              ffmpeg: { inputs: [{ path: 'rtsp://viewer:SECRET-OF-CAMERA@192.0.2.7/stream' }] },
              detect: { enabled: true, fps: 5 },
              record: recordConfig(camera, truth.version),
              audio: { enabled: camera.audio },
            },
          ]),
        ),
  });
