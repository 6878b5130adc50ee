import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANA, NOW } from '../testing/desk-operations.ts';
import type { DeskSite } from '../wire/desk-site.ts';
import { PENDING_CAP, adoptionOf, countsInFleet, pendingAdmits } from './adoption.ts';
import { isRetired, retire } from './retired.ts';

const documentWith = (state: DeskSite['state'], more: Partial<DeskSite> = {}): DeskSite => ({
  v: 1, n: 1, console: ANA, by: 'ana', ts: NOW, state, ...more,
}); // prettier-ignore

const facts = { document: undefined, anyDocument: false, judged: true, showAllAsAdopted: false };

test('FS-340: without any document at a hub that fell quiet, sites are new; before it fell quiet, not yet', () => {
  assert.equal(adoptionOf(facts), 'new');
  assert.equal(adoptionOf({ ...facts, judged: false }), 'pending');
});

test('FS-341: where documents exist an unknown site is pending, and 200 are held', () => {
  assert.equal(adoptionOf({ ...facts, anyDocument: true }), 'pending');
  assert.equal(PENDING_CAP, 200);
  assert.deepEqual([pendingAdmits(199), pendingAdmits(200)], [true, false]);
});

test('FS-342: with --hub and an empty profile sites show as adopted, unless a document says otherwise', () => {
  const shown = { ...facts, judged: false, showAllAsAdopted: true };
  assert.equal(adoptionOf(shown), 'adopted');
  assert.equal(adoptionOf({ ...shown, anyDocument: true, document: documentWith('ignored') }), 'ignored');
});

test('FS-343: the document decides; a state of another version reads as pending', () => {
  for (const state of ['adopted', 'ignored', 'decommissioned'] as const) {
    assert.equal(adoptionOf({ ...facts, anyDocument: true, document: documentWith(state) }), state);
  }
  assert.equal(adoptionOf({ ...facts, showAllAsAdopted: true, document: documentWith('unknown') }), 'pending');
});

test('FS-344: adopted and new sites count, all others nowhere', () => {
  const all = ['adopted', 'new', 'pending', 'ignored', 'decommissioned'] as const;
  assert.deepEqual(all.filter(countsInFleet), ['adopted', 'new']);
});

test('FS-345: boots of a retired range are retired, both ends included', () => {
  const document = documentWith('adopted', { retired: [{ from: 5, to: 7 }] });
  assert.deepEqual([4, 5, 7, 8].map((boot) => isRetired(document, boot)), [false, true, true, false]); // prettier-ignore
  assert.equal(isRetired(undefined, 5), false);
});

test('FS-345: an accepted range joins those it touches', () => {
  assert.deepEqual(retire([{ from: 1, to: 3 }, { from: 9, to: 9 }], { from: 4, to: 6 }), [{ from: 1, to: 6 }, { from: 9, to: 9 }]); // prettier-ignore
  assert.deepEqual(retire([{ from: 1, to: 9 }], { from: 2, to: 3 }), [{ from: 1, to: 9 }]);
});
