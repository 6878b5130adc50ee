import type { TSchema } from 'typebox';
import { BridgeState } from './bridge-state.ts';
import { CommandAck } from './command-ack.ts';
import { CommandRequest } from './command-request.ts';
import { DeskAlert } from './desk-alert.ts';
import { DeskHandover } from './desk-handover.ts';
import { DeskOperator } from './desk-operator.ts';
import { DeskRollout } from './desk-rollout.ts';
import { DeskRule } from './desk-rule.ts';
import { DeskSite } from './desk-site.ts';
import { DeskWindow } from './desk-window.ts';
import { EventAlert } from './event-alert.ts';
import { EventEmbedding } from './event-embedding.ts';
import { EventRecognition } from './event-recognition.ts';
import { EventReview } from './event-review.ts';
import { EventRollup } from './event-rollup.ts';
import { GitHint } from './git-hint.ts';
import { HubSummary } from './hub-summary.ts';
import type { TopicKind } from '../kinds.ts';
import { StateAgent } from './state-agent.ts';
import { StateAlerts } from './state-alerts.ts';
import { StateCameras } from './state-cameras.ts';
import { StateCert } from './state-cert.ts';
import { StateHealth } from './state-health.ts';
import { StateInventory } from './state-inventory.ts';
import { StateReconcile } from './state-reconcile.ts';
import { StateSite } from './state-site.ts';

/*
 * The table of contract §2: the one place for size limits, QoS, retain flags and cadences.
 */

export { DESK_KINDS, EVENT_KINDS, STATE_KINDS } from '../kinds.ts';
export type { DeskKind, EventKind, StateKind, TopicKind } from '../kinds.ts';

/** up: site to hub. down: console to site. desk: console to console. hub: hub worker to all. bridge: the broker itself. */
export type Direction = 'up' | 'down' | 'desk' | 'hub' | 'bridge';

export interface CatalogueEntry {
  /** Pattern at the hub; `S` site, `ID` document, `CONSOLE` console. */
  readonly topic: string;
  readonly direction: Direction;
  readonly schema: TSchema;
  /** Checked before anything else is looked at. */
  readonly maxBytes: number;
  readonly qos: 0 | 1;
  readonly retained: boolean;
  /** Longest time between two documents of a living site. */
  readonly cadenceMs?: number;
  /** Three times the cadence; what `ttl_s` says. */
  readonly ttlS?: number;
  readonly when: string;
}

const KB = 1_024;
const HEALTH_BYTES = 8 * KB;
const LARGE_BYTES = 64 * KB;
const DESK_BYTES = 256 * KB;
const OTHER_BYTES = 16 * KB;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const state = (name: string, schema: TSchema, maxBytes: number, cadenceMs: number, when: string): CatalogueEntry => ({
  topic: `fleet/v1/S/state/${name}`,
  direction: 'up',
  schema,
  maxBytes,
  qos: 0,
  retained: true,
  cadenceMs,
  ttlS: (3 * cadenceMs) / 1_000,
  when,
});

const event = (topic: string, schema: TSchema, maxBytes: number, when: string): CatalogueEntry => ({
  topic: `fleet/v1/S/${topic}`,
  direction: 'up',
  schema,
  maxBytes,
  qos: 1,
  retained: false,
  when,
});

const desk = (topic: string, schema: TSchema, when: string): CatalogueEntry => ({
  topic: `fleet/v1/_desk/${topic}`,
  direction: 'desk',
  schema,
  maxBytes: DESK_BYTES,
  qos: 1,
  retained: true,
  when,
});

export const CATALOGUE: Readonly<Record<TopicKind, CatalogueEntry>> = {
  'state/agent': state('agent', StateAgent, OTHER_BYTES, HOUR_MS, 'birth, stop, hourly; also the last will'),
  'state/site': state('site', StateSite, OTHER_BYTES, DAY_MS, 'change, daily'),
  'state/health': state('health', StateHealth, HEALTH_BYTES, MINUTE_MS, 'every 60 s'),
  'state/cameras': state('cameras', StateCameras, LARGE_BYTES, 5 * MINUTE_MS, 'change (at least 10 s apart), 5 min'),
  'state/inventory': state('inventory', StateInventory, LARGE_BYTES, DAY_MS, 'change, daily'),
  'state/cert': state('cert', StateCert, OTHER_BYTES, DAY_MS, 'change, daily'),
  'state/reconcile': state('reconcile', StateReconcile, OTHER_BYTES, 15 * MINUTE_MS, 'change, 15 min'),
  'state/alerts': state('alerts', StateAlerts, LARGE_BYTES, 15 * MINUTE_MS, 'change, 15 min'),
  'event/alert': event('event/alert', EventAlert, OTHER_BYTES, 'change'),
  'event/review': event('event/review', EventReview, OTHER_BYTES, 'start, end, later facts'),
  'event/recognition': event('event/recognition', EventRecognition, OTHER_BYTES, 'opt-in (personal data)'),
  'event/embedding': event('event/embedding', EventEmbedding, LARGE_BYTES, 'opt-in, batched'),
  'event/rollup': event('event/rollup', EventRollup, OTHER_BYTES, 'every 15 min'),
  'cmd/ack': event('cmd/ack', CommandAck, OTHER_BYTES, 'each step of a command'),
  'cmd/req': {
    topic: 'fleet/v1/S/cmd/req',
    direction: 'down',
    schema: CommandRequest,
    maxBytes: OTHER_BYTES,
    qos: 1,
    retained: false,
    when: 'on demand',
  },
  'hint/git': {
    topic: 'fleet/v1/S/hint/git',
    direction: 'down',
    schema: GitHint,
    maxBytes: OTHER_BYTES,
    qos: 0,
    retained: false,
    when: 'after a push',
  },
  'desk/alert': desk('alert/S/ID', DeskAlert, 'an operator acts on an alert'),
  'desk/site': desk('site/S', DeskSite, 'adoption and its end, replaced routers'),
  'desk/window': desk('window/ID', DeskWindow, 'a maintenance window'),
  'desk/rule': desk('rule/ID', DeskRule, 'a shared threshold'),
  'desk/rollout': desk('rollout/ID', DeskRollout, 'a roll-out moves (console or hub worker)'),
  'desk/handover': desk('handover/ID', DeskHandover, 'a shift hand-over'),
  'desk/operator': { ...desk('operator/CONSOLE', DeskOperator, 'sign-on, sign-off; also the last will'), qos: 0 },
  'hub/summary': {
    topic: 'fleet/v1/_hub/summary',
    direction: 'hub',
    schema: HubSummary,
    maxBytes: OTHER_BYTES,
    qos: 0,
    retained: true,
    cadenceMs: 5_000,
    when: 'every 5 s',
  },
  'bridge/state': {
    topic: '$SYS/broker/connection/S/state',
    direction: 'bridge',
    schema: BridgeState,
    maxBytes: OTHER_BYTES,
    qos: 0,
    retained: true,
    when: "a site's bridge connects or is lost",
  },
};

export const TOPIC_KINDS = Object.keys(CATALOGUE) as readonly TopicKind[];
