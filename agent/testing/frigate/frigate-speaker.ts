import { openMqttSession } from '../../site/mqtt-session.ts';
import type { MqttSession, SessionOptions } from '../../site/mqtt-session.ts';
import { eventBytes, recognitionBytes, reviewBytes, statsBytes } from './frigate-bytes.ts';
import type { Recognised, ReviewType } from './frigate-bytes.ts';
import { newItemId, restartTruth } from './frigate-truth.ts';
import type { FrigateTruth, TruthEvent, TruthReview } from './frigate-truth.ts';

/*
 * STAND-IN, test code: what a Frigate says on a real broker. While its link is cut it says nothing, and never later.
 */

export interface FrigateSpeaker {
  readonly truth: FrigateTruth;
  stats(): void;
  review(review: TruthReview, type: ReviewType): void;
  beginReview(camera: string, more?: Partial<TruthReview>): TruthReview;
  endReview(review: TruthReview): void;
  event(event: TruthEvent, type: 'new' | 'update' | 'end'): void;
  recognise(kind: Recognised, eventId: string, camera: string, value: string): void;
  /** Raw bytes under its prefix. */
  say(topic: string, payload: string): void;
  cut(): void;
  /** Comes back once connected again. */
  mend(): Promise<void>;
  /** Its process ends and starts anew: what was open is over, and nobody is told. */
  restart(): void;
  stop(): Promise<void>;
}

const nowS = (): number => Date.now() / 1_000;

/** From 0.17 on: topic and state of each camera's three parts. */
const statusOf = ({ version, cameras }: FrigateTruth): readonly (readonly [topic: string, state: string])[] =>
  version === '0.16'
    ? []
    : cameras.flatMap(({ id, enabled, record, audio }) =>
        Object.entries({ detect: enabled, record, audio }).map(([role, on]) => [`${id}/status/${role}`, on ? 'online' : 'disabled'] as const),
      );

type Login = Partial<Pick<SessionOptions, 'user' | 'password'>>;

/** Connects to the broker at `url`; resolves once it speaks. */
export const startFrigateSpeaker = async (url: string, truth: FrigateTruth, prefix = 'frigate', login: Login = {}): Promise<FrigateSpeaker> => {
  let connected: (() => void) | undefined;
  const begin = new Promise<void>((resolve) => (connected = resolve));
  const session: MqttSession = openMqttSession(
    {
      ...{ url, clientId: `frigate-${prefix}`, keepaliveS: 60, clean: true, random: Math.random, ...login },
      will: () => ({ topic: `${prefix}/available`, payload: 'offline', qos: 1, retain: true }),
    },
    {
      onConnected: () => {
        session?.publish(`${prefix}/available`, 'online', { qos: 0, retain: true });
        connected?.();
      },
      onDisconnected: () => undefined,
      onFailed: () => undefined,
      onMessage: () => undefined,
    },
  );
  await begin;
  const say = (topic: string, payload: string): void => session.publish(`${prefix}/${topic}`, payload, { qos: 0, retain: false });
  const review = (one: TruthReview, type: ReviewType): void => say('reviews', reviewBytes(one, type));
  const endReview = (one: TruthReview): void => {
    one.end = nowS();
    review(one, 'end');
  };
  return {
    truth,
    say,
    stats: () => {
      for (const camera of truth.cameras) camera.newestSegment = nowS() - 5;
      say('stats', statsBytes(truth, nowS()));
      for (const [topic, state] of statusOf(truth)) say(topic, state);
    },
    review,
    beginReview: (camera, more = {}) => {
      const one: TruthReview = { id: newItemId(nowS()), camera, start: nowS(), severity: 'alert', end: null, objects: ['person'], labels: ['Bob'], zones: ['path'], detections: [], metadata: null, ...more };
      truth.reviews.set(one.id, one);
      review(one, 'new');
      return one;
    },
    endReview,
    event: (one, type) => {
      truth.events.set(one.id, one);
      say('events', eventBytes(truth.version, one, type));
    },
    recognise: (kind, eventId, camera, value) => say('tracked_object_update', recognitionBytes(truth.version, kind, eventId, camera, value)),
    cut: () => session.cut(),
    mend: () => {
      const back = new Promise<void>((resolve) => (connected = resolve));
      session.resume();
      return back;
    },
    restart: () => restartTruth(truth, nowS()),
    stop: () => session.stop(),
  };
};
