import type { NvrId } from '../../../fleet/ids.ts';
import { ownTime } from '../identity.ts';
import type { EventBody } from '../identity.ts';
import type { PersonalData } from '../settings.ts';
import type { FrigateEvent, Scored } from './review-payload.ts';
import { PLATE_MAX_CODE_POINTS } from './tracked-object-payload.ts';
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

type Found = Pick<Body, 'kind' | 'known'> & Scored;

/**
 * A name in an object's sub-label is that of a person where Frigate knows a face by it. Other sub-labels may be a class, a
 * known vehicle or a note: what kind they are of nobody can say, and nothing is told of them.
 */
const facesIn = ({ label, subLabel, subLabelScore }: FrigateEvent, faces: ReadonlySet<string>): readonly Found[] =>
  label === 'person' && subLabel !== null && faces.has(subLabel) ? [{ kind: 'face', value: subLabel, score: subLabelScore ?? null, known: true }] : [];

const platesIn = ({ plate, plateScore }: FrigateEvent): readonly Found[] =>
  plate === null ? [] : [{ kind: 'plate', value: Array.from(plate).slice(0, PLATE_MAX_CODE_POINTS).join(''), score: plateScore ?? null }];

const classesIn = ({ classes = [] }: FrigateEvent): readonly Found[] =>
  classes.filter(({ value }) => value !== 'none').map((one) => ({ kind: 'class', ...one }));

/** What Frigate stored with an object: for those whose message fell into a gap. `faces`: names that Frigate knows a face by. */
export const storedRecognitions = (nvr: NvrId, event: FrigateEvent, personal: PersonalData, faces: ReadonlySet<string>): readonly Body[] => {
  const occurredTs = ownTime(event.startTs ?? undefined);
  return [...platesIn(event), ...facesIn(event, faces), ...classesIn(event)]
    .filter(({ kind }) => personal[kind as keyof PersonalData])
    .map(({ kind, value, score, known }) => ({
      kind,
      event_id: event.id,
      nvr,
      camera: event.camera,
      ...(occurredTs === undefined ? {} : { occurred_ts: occurredTs }),
      value: cut(value),
      ...(known === undefined ? {} : { known }),
      ...(score === null ? {} : { score }),
    }));
};

/** The told ones with one more, at most 2,000. */
export const withTold = (told: ToldRecognitions, key: string, monoMs: number): ToldRecognitions => {
  const next = new Map(told).set(key, monoMs);
  const oldest = next.keys().next().value;
  if (next.size > TOLD_MAX && oldest !== undefined) next.delete(oldest);
  return next;
};
