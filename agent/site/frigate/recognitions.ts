import type { NvrId } from '../../../fleet/ids.ts';
import { ownTime } from '../identity.ts';
import type { EventBody } from '../identity.ts';
import type { PersonalData } from '../settings.ts';
import type { FrigateEvent } from './review-payload.ts';
import type { TrackedObjectUpdate } from './tracked-object-payload.ts';

/*
 * Recognised plates, faces and classes: personal data, told only where the settings opt in, each value of an object once.
 */

const VALUE_MAX = 64;
const TOLD_MAX = 2_000;

type Body = EventBody<'event/recognition'>;

/** `EVENT KIND VALUE` of what was told → monotonic time; oldest first. */
export type ToldRecognitions = ReadonlyMap<string, number>;

export const keyOfRecognition = ({ event_id, kind, value }: Body): string => `${event_id} ${kind} ${value}`;

const cut = (text: string): string => Array.from(text).slice(0, VALUE_MAX).join('');

/** What a message of Frigate recognised, or undefined: nothing, a description, or not opted in. */
export const recognitionOf = (nvr: NvrId, update: TrackedObjectUpdate, personal: PersonalData): Body | undefined => {
  const { kind, value, score, known } = update;
  if (kind === 'description' || !personal[kind] || value === null || (kind === 'face' && value === 'unknown')) return undefined;
  const occurredTs = ownTime(update.occurredTs ?? undefined);
  return {
    kind,
    event_id: update.eventId,
    nvr,
    camera: update.camera,
    ...(occurredTs === undefined ? {} : { occurred_ts: occurredTs }),
    value: cut(value),
    // A face has a name only because the site knows it; a class is on no list.
    ...(kind === 'class' ? {} : { known: kind === 'face' || known !== null }),
    ...(score === null ? {} : { score }),
  };
};

/** A plate that Frigate stored with an object: for those whose message fell into a gap. */
export const storedPlate = (nvr: NvrId, event: FrigateEvent, personal: PersonalData): Body | undefined => {
  if (!personal.plate || event.plate === null) return undefined;
  const occurredTs = ownTime(event.startTs ?? undefined);
  return {
    kind: 'plate',
    event_id: event.id,
    nvr,
    camera: event.camera,
    ...(occurredTs === undefined ? {} : { occurred_ts: occurredTs }),
    value: cut(event.plate),
  };
};

/** The told ones with one more, at most 2,000. */
export const withTold = (told: ToldRecognitions, key: string, monoMs: number): ToldRecognitions => {
  const next = new Map(told).set(key, monoMs);
  const oldest = next.keys().next().value;
  if (next.size > TOLD_MAX && oldest !== undefined) next.delete(oldest);
  return next;
};
