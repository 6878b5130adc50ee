import type { TSchema } from 'typebox';
import { EventAlert } from '../../fleet/wire/event-alert.ts';
import { StateHealth } from '../../fleet/wire/state-health.ts';

export interface SampleMessage {
  readonly topic: string;
  readonly schema: TSchema;
  readonly body: object;
}

const envelope = { v: 1, site: 'BL-LAB-1', boot: 1_780_677_009, conn: 1, seq: 5_123, ts: 1_780_677_009_365 };

const nvr = (id: string, detectorMs: number) => ({
  id,
  state: 'up',
  version: '0.17.2',
  uptime_s: 86_400,
  stats_age_s: 12,
  cameras: { total: 12, online: 11, offline: 1, disabled: 0, recording: 11 },
  detector_ms: detectorMs,
});

/** What a hub carries most: the minute's health of a site with two NVRs, and an alert. */
export const MESSAGES: readonly SampleMessage[] = [
  {
    topic: 'fleet/v1/BL-LAB-1/state/health',
    schema: StateHealth,
    body: {
      ...envelope,
      ttl_s: 180,
      level: 'warn',
      reasons: ['camera_offline', 'disk_low'],
      nvrs: [nvr('nvr', 8.9), nvr('nvr-2', 11.2)],
      cpu_pct: 34.2,
      mem_pct: 51,
      temp_c: 62,
      disks: [
        { path: '/media/frigate', total_mb: 1_907_000, free_mb: 219_000, full_in_h: 71 },
        { path: '/', total_mb: 60_000, free_mb: 31_000 },
      ],
      wan: { rtt_ms: 24, loss_pct: 0 },
      queue: { depth: 0, dropped: 0 },
    },
  },
  {
    topic: 'fleet/v1/BL-LAB-1/event/alert',
    schema: EventAlert,
    body: {
      ...envelope,
      id: '01JDQZ3V9W8K2M4N6P8R0T2V4X',
      rev: 1,
      op: 'open',
      kind: 'camera_offline',
      severity: 'warning',
      object: 'camera:nvr/front_door',
      nvr: 'nvr',
      occurred_ts: 1_780_677_008_000,
      text: 'Camera front_door of nvr delivers no pictures.',
      values: { camera: 'front_door', seconds: 60 },
    },
  },
];
