import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { NvrId } from '../../../fleet/ids.ts';
import { lazyCheck } from '../../../fleet/validator.ts';
import { counter, label, number, nvrId } from '../../../fleet/wire/parts.ts';
import { checkedJson } from '../checked-json.ts';

/*
 * What the agent remembers of its Frigates over a restart. Events that were told after it was saved are read back from the
 * outbox, so that saving it now and then is enough.
 */

const id = () => label(128, 'Id.');
const names = () => Type.Array(Type.String({ maxLength: 300 }), { maxItems: 64 });
const maybeTs = () => Type.Union([number(0, 8.64e15, 'Epoch ms.'), Type.Null()]);
const maybeText = () => Type.Union([Type.String({ maxLength: 400 }), Type.Null()]);

const ITEM = {
  id: id(),
  camera: label(64, 'Camera.'),
  phase: Type.Enum(['new', 'update', 'end', 'genai']),
  startTs: maybeTs(),
  endTs: maybeTs(),
  endBeforeStart: Type.Boolean(),
  ageMs: number(0, 8.64e15, 'How long it was known when this was saved.'),
};

const Review = Type.Object({
  ...ITEM,
  severity: Type.Enum(['alert', 'detection', 'unknown']),
  objects: names(),
  labels: names(),
  zones: names(),
  thumb: maybeText(),
  detections: names(),
  described: Type.Boolean(),
});

const Event = Type.Object({ ...ITEM, label: maybeText(), falsePositive: Type.Boolean(), subLabel: maybeText(), plate: maybeText() });

const Closed = Type.Object({ id: id(), ageMs: number(0, 8.64e15, 'Since it was closed.'), essence: Type.String({ maxLength: 64 }), abandoned: Type.Optional(Type.Boolean()) });

const Camera = Type.Object({
  id: label(64, 'Camera.'),
  name: Type.Optional(Type.String({ maxLength: 120 })),
  expectedFps: Type.Optional(number(0, 240, 'Pictures per second.')),
  enabled: Type.Boolean(),
  record: Type.Boolean(),
  audio: Type.Boolean(),
});

const items = <T extends typeof Review | typeof Event>(item: T) =>
  Type.Object({ open: Type.Array(item, { maxItems: 500 }), closed: Type.Array(Closed, { maxItems: 2_000 }) });

const Nvr = Type.Object({
  id: nvrId('The NVR.'),
  syncedTs: Type.Optional(number(0, 8.64e15, "Frigate's clock.")),
  cameras: Type.Optional(Type.Array(Camera, { maxItems: 64 })),
  reviews: items(Review),
  events: items(Event),
});

const ROLLUP = Type.Object({
  fromTs: number(0, 8.64e15, 'Begin.'),
  counts: Type.Array(Type.Object({ nvr: nvrId('NVR.'), camera: label(64, 'Camera.'), label: Type.String({ maxLength: 100 }), n: counter('How often.') }), { maxItems: 256 }),
  up: Type.Array(Type.Object({ nvr: nvrId('NVR.'), camera: label(64, 'Camera.'), upMs: number(0, 8.64e15, 'On line.'), totalMs: number(0, 8.64e15, 'Known.') }), { maxItems: 64 }),
  alerts: counter('Opened.'),
});

const Memory = Type.Object({
  v: Type.Literal(1),
  /** `seq` of the last event that this knows of. */
  seq: counter('Event.'),
  nvrs: Type.Array(Nvr, { maxItems: 8 }),
  rollup: Type.Optional(ROLLUP),
  recognitions: Type.Array(Type.Object({ key: Type.String({ maxLength: 300 }), ageMs: number(0, 8.64e15, 'Since told.') }), { maxItems: 2_000 }),
});

export type FrigateMemory = Static<typeof Memory>;
export type NvrMemory = FrigateMemory['nvrs'][number];
export type StoredClosed = Static<typeof Closed>;

export interface FrigateStore {
  load(): FrigateMemory | undefined;
  save(memory: FrigateMemory): void;
}

/** What a file says, or undefined where it says nothing that can be used. Never throws. */
export const parseFrigateMemory = checkedJson<FrigateMemory>(lazyCheck(Memory));

/** Keeps nothing beyond the process: for simulated sites and tests. */
export const createMemoryFrigateStore = (initial?: FrigateMemory): FrigateStore => {
  let memory = initial;
  return {
    load: () => memory,
    save: (next) => {
      memory = next;
    },
  };
};

/** Of one NVR in a memory. */
export const memoryOf = (memory: FrigateMemory | undefined, nvr: NvrId): NvrMemory | undefined =>
  memory?.nvrs.find((one) => one.id === nvr);
