import fc from 'fast-check';
import type { ConsoleId } from '../ids.ts';
import type { DeskAlert, DeskOperation } from '../wire/desk-alert.ts';

/*
 * Test code: operation sets from a small world of ids, so that collisions, ties, loops and concurrent takes are common.
 */

export const CONSOLES = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'] as readonly string[] as readonly [ConsoleId, ConsoleId, ConsoleId];
export const [ANA, BEN, CLEO] = CONSOLES;

/** A moment in the tests' world, epoch ms; `exp_ts` of `setOf`. */
export const NOW = 1_800_000_000_000;
export const EXP_TS = NOW + 37 * 86_400_000;

/** An operation as another version may have written it: fields that this one does not know. */
export type AnyOperation = DeskOperation & Readonly<Record<string, unknown>>;

export const operation = (n: number, kind: string, more: Partial<AnyOperation> = {}): DeskOperation => ({
  n,
  kind,
  by: 'ana',
  ts: NOW,
  ...more,
});

export const setOf = (ops: Readonly<Record<string, DeskOperation>>, more: Readonly<Record<string, unknown>> = {}): DeskAlert => ({
  v: 1,
  exp_ts: EXP_TS,
  ops,
  ...more,
});

const idArbitrary = fc.tuple(fc.constantFrom(...CONSOLES), fc.nat({ max: 3 })).map(([console, k]) => `${console}-${k}`);

const KINDS = ['ack', 'take', 'take', 'release', 'assign', 'note', 'snooze', 'resolve', 'undo', 'undo', 'hand_over'];

const jsonArbitrary = fc
  .jsonValue({ maxDepth: 1 })
  .map((value) => JSON.parse(JSON.stringify(value).replaceAll('__proto__', 'x')) as unknown);

const operationArbitrary: fc.Arbitrary<DeskOperation> = fc.record(
  {
    n: fc.nat({ max: 6 }),
    kind: fc.constantFrom(...KINDS),
    by: fc.constantFrom('ana', 'ben', 'cleo'),
    ts: fc.integer({ min: NOW, max: NOW + 9 }),
    saw: idArbitrary,
    of: idArbitrary,
    to: fc.constantFrom('ben', 'dora'),
    rev: fc.nat({ max: 3 }),
    until_ts: fc.integer({ min: NOW, max: NOW + 9 }),
    later_field: jsonArbitrary,
  },
  { requiredKeys: ['n', 'kind', 'by', 'ts'], noNullPrototype: true },
);

/** Any operation set, honest or not. */
export const operationSetArbitrary: fc.Arbitrary<DeskAlert> = fc
  .record(
    {
      v: fc.constant(1 as const),
      exp_ts: fc.integer({ min: NOW, max: NOW + 9 }),
      ops: fc.dictionary(idArbitrary, operationArbitrary, { maxKeys: 8, noNullPrototype: true }),
      later_member: jsonArbitrary,
    },
    { requiredKeys: ['v', 'exp_ts', 'ops'], noNullPrototype: true },
  )
  .map((set) => set as DeskAlert);

/** The same set with its keys in another order. */
export const reordered = (set: DeskAlert): DeskAlert => {
  const backwards = (value: object): object => Object.fromEntries(Object.entries(value).reverse());
  return backwards({ ...set, ops: backwards(set.ops) }) as DeskAlert;
};
