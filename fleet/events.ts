import type { Message, RejectReason } from './decode.ts';
import type { SiteId } from './ids.ts';
import type { HubId, HubProblem, HubRecord } from './model/hub.ts';
import type { NoticeRecord } from './model/notice.ts';
import type { TopicKind } from './wire/catalogue.ts';

/** The two clocks of an event. `wallTs`: epoch ms by the fleet clock (the demo may speed it up). `monoMs`: monotonic ms of the same clock. */
export interface At {
  readonly wallTs: number;
  readonly monoMs: number;
}

/** A decoded message from one hub. `retained` is MQTT's retain flag with Retain As Published 0: true means "stored before we subscribed". */
export interface MessageEvent {
  readonly type: 'message';
  readonly at: At;
  readonly hub: HubId;
  readonly retained: boolean;
  readonly message: Message;
}

/** What did not decode; counted, sampled by the engine, and after three in ten minutes the site is "data degraded" (contract §7). */
export interface RejectedEvent {
  readonly type: 'rejected';
  readonly at: At;
  readonly hub: HubId;
  readonly reason: RejectReason;
  readonly kind?: TopicKind;
  readonly site?: SiteId;
}

/** A hub's link changed. `connected` comes after every subscription was answered. */
export interface HubEvent {
  readonly type: 'hub';
  readonly at: At;
  readonly hub: HubRecord;
}

/** `_desk/#` of a hub fell quiet for 1 s after (re)subscribing: adoption can be judged (contract §6). */
export interface DeskQuietEvent {
  readonly type: 'desk-quiet';
  readonly at: At;
  readonly hub: HubId;
}

/**
 * One tick of the alert clock. `realWallMs` and `realMonoMs` are never sped up: more than 10 s late by `realWallMs`
 * means that this computer slept (contract §4 "Watched time").
 */
export interface TickEvent {
  readonly type: 'tick';
  readonly at: At;
  readonly realWallMs: number;
  readonly realMonoMs: number;
}

/** The engine lost messages (inbox drop, restart, reconnect) and re-subscribes: nothing may be concluded from absence until then. */
export interface GapEvent {
  readonly type: 'gap';
  readonly at: At;
  readonly hub: HubId;
  readonly reason: 'reconnect' | 'inbox_drop' | 'engine_start' | 'sleep' | 'accepted';
}

/** `cleared`: the condition is over (the disk has room again); the notice of this id leaves the table. */
export interface NoticeEvent {
  readonly type: 'notice';
  readonly at: At;
  readonly notice: NoticeRecord;
  readonly cleared?: true;
}

/** A counter outside the fold went up by `n` (inbox drop, spool, quarantine overflow). */
export interface CountEvent {
  readonly type: 'count';
  readonly at: At;
  readonly id: string;
  readonly n: number;
}

export type FleetEvent =
  | MessageEvent
  | RejectedEvent
  | HubEvent
  | DeskQuietEvent
  | TickEvent
  | GapEvent
  | NoticeEvent
  | CountEvent;

export type { HubProblem };
