import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ANA, BEN, EXP_TS, NOW, operation, operationSetArbitrary, setOf } from '../testing/desk-operations.ts';
import { MAX_LAMPORT } from '../wire/parts.ts';
import { foldOperations } from './fold-operations.ts';
import { decodeBody } from '../decode.ts';
import { emptySet, newOperation, ownOperationsBytes, withOperation } from './new-operation.ts';
import type { DeskAction } from './new-operation.ts';
import { compareOperations, greatestLamport } from './operations.ts';

const author = { console: ANA, by: 'ana', station: 'desk 1', ts: NOW, leastK: 0 };

const made = (known: Parameters<typeof newOperation>[0], action: DeskAction, by = author) => {
  const result = newOperation(known, by, action);
  assert.ok(result.ok, JSON.stringify(result));
  return result;
};

test('FS-313: n is one more than the greatest seen, so that a new operation comes last', () => {
  fc.assert(
    fc.property(operationSetArbitrary, (known) => {
      const added = made(known, { kind: 'take' });
      assert.equal(added.operation.n, greatestLamport(known) + 1);
      for (const [id, operation] of Object.entries(known.ops)) assert.ok(compareOperations({ id, operation }, added) < 0);
      assert.equal(foldOperations(withOperation(known, added.id, added.operation)).owner?.by, 'ana');
    }),
    { seed: 313, numRuns: 300 },
  );
});

test('FS-313: n stops at its bound', () => {
  const known = setOf({ 'bbbbbbbb-1': operation(MAX_LAMPORT, 'take') });
  assert.equal(made(known, { kind: 'ack' }).operation.n, MAX_LAMPORT);
});

test('FS-314: a note of 500 characters is taken, one of 501 is refused', () => {
  assert.equal(made(emptySet(EXP_TS), { kind: 'note', text: 'x'.repeat(500) }).operation.text?.length, 500);
  assert.deepEqual(newOperation(emptySet(EXP_TS), author, { kind: 'note', text: 'x'.repeat(501) }), {
    ok: false,
    code: 'note_too_long',
    length: 501,
    limit: 500,
  });
});

test('FS-315: own operations stay within 8 kB in UTF-8; those of others do not count', () => {
  let known = setOf({ 'bbbbbbbb-1': operation(1, 'note', { text: 'x'.repeat(500) }) });
  for (;;) {
    const result = newOperation(known, author, { kind: 'note', text: 'ü'.repeat(500) });
    if (!result.ok) {
      assert.equal(result.code, 'own_operations_full');
      break;
    }
    known = withOperation(known, result.id, result.operation);
    assert.ok(Buffer.byteLength(JSON.stringify(Object.fromEntries(Object.entries(known.ops).slice(1)))) <= 8_192);
  }
  assert.ok(ownOperationsBytes(known, ANA) > 8_192 - 1_200);
  assert.ok(newOperation(known, { ...author, console: BEN }, { kind: 'note', text: 'ü'.repeat(500) }).ok);
});

test('FS-316: an id is used once, also by a console that lost what it knew', () => {
  const first = made(emptySet(EXP_TS), { kind: 'ack' });
  const second = made(withOperation(emptySet(EXP_TS), first.id, first.operation), { kind: 'ack' });
  assert.notEqual(first.id, second.id);
  assert.equal(made(emptySet(EXP_TS), { kind: 'ack' }, { ...author, leastK: 1_800_000_000 }).id, 'aaaaaaaa-1800000000');
});

test('FS-316: an id that only an undo names is used already', () => {
  const known = setOf({ 'bbbbbbbb-1': operation(1, 'undo', { of: 'aaaaaaaa-7' }) });
  assert.equal(made(known, { kind: 'ack' }).id, 'aaaaaaaa-8');
});

test('FS-317: a take carries the operation that it replaces, an ack none', () => {
  const known = setOf({ 'bbbbbbbb-1': operation(1, 'take'), 'bbbbbbbb-2': operation(2, 'note', { text: 'x' }) });
  assert.equal(made(known, { kind: 'take' }).operation.saw, 'bbbbbbbb-1');
  assert.equal(made(known, { kind: 'assign', to: 'dora' }).operation.saw, 'bbbbbbbb-1');
  assert.equal(made(known, { kind: 'ack' }).operation.saw, undefined);
});

test('FS-317: after an undo the owner before it is replaced', () => {
  const known = setOf({
    'bbbbbbbb-1': operation(1, 'take'),
    'bbbbbbbb-2': operation(2, 'release', { saw: 'bbbbbbbb-1' }),
    'bbbbbbbb-3': operation(3, 'undo', { of: 'bbbbbbbb-2' }),
  });
  assert.equal(made(known, { kind: 'take' }).operation.saw, 'bbbbbbbb-1');
});

test('FS-318: what is absent, undone or an undo is not undone', () => {
  const known = setOf({ 'aaaaaaaa-1': operation(1, 'ack'), 'aaaaaaaa-2': operation(2, 'undo', { of: 'aaaaaaaa-1' }) });
  for (const id of ['aaaaaaaa-1', 'aaaaaaaa-2', 'aaaaaaaa-7']) {
    assert.deepEqual(newOperation(known, author, { kind: 'undo', of: id }), { ok: false, code: 'cannot_undo', of: id });
  }
});

test('FS-319: a new operation is what decode makes of it, whatever was typed', () => {
  const typed = 'Mu\u0308nchen\r\n\u202eOst\u0000';
  const operator = { ...author, by: typed, station: typed };
  for (const action of [{ kind: 'note', text: typed }, { kind: 'assign', to: typed }] as const) {
    const { id, operation: added } = made(emptySet(EXP_TS), action, operator);
    const set = withOperation(emptySet(EXP_TS), id, added);
    assert.deepEqual(decodeBody('desk/alert', set), { ok: true, body: set });
  }
});
