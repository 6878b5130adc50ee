import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseSiteId } from '../ids.ts';
import type { SiteId } from '../ids.ts';
import { ANA, NOW } from '../testing/desk-operations.ts';
import type { Scope } from '../wire/desk-parts.ts';
import type { DeskRule } from '../wire/desk-rule.ts';
import { ruleFor } from './rules.ts';
import { scopeRank } from './scope.ts';

const site = { id: parseSiteId('BL-LAB-1') as SiteId, region: 'north', tags: ['lab', 'lte'] };
const rule = (scope: Scope, more: Partial<DeskRule> = {}): DeskRule => ({
  v: 1, n: 1, console: ANA, by: 'ana', ts: NOW, scope, kind: 'site_offline', ...more,
}); // prettier-ignore

const BY_RANK: readonly Scope[] = [{ all: true }, { regions: ['north'] }, { tags: ['lte'] }, { sites: [site.id] }];

test('FS-350: site beats tag beats region beats all, then the greater id', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(fc.string({ maxLength: 3 }), fc.nat({ max: 3 })), { selector: ([id]) => id, minLength: 1 }), (ranked) => {
      const rules = Object.fromEntries(ranked.map(([id, rank]) => [`r${id}`, rule(BY_RANK[rank] ?? {}, { after_s: rank })]));
      const best = Math.max(...ranked.map(([, rank]) => rank));
      const winner = ranked.filter(([, rank]) => rank === best).map(([id]) => `r${id}`).sort().at(-1) ?? ''; // prettier-ignore
      assert.equal(ruleFor(rules, site, 'site_offline'), rules[winner]);
    }),
    { seed: 350, numRuns: 200 },
  );
});

test('FS-350: a scope counts by the closest of its members, and one that names nothing of the site not at all', () => {
  assert.equal(scopeRank({ all: true, tags: ['lab'] }, site), 2);
  assert.equal(scopeRank({ regions: ['south'], tags: ['x'], sites: [] }, site), undefined);
  assert.equal(scopeRank({ all: false }, site), undefined);
  assert.equal(scopeRank({ regions: ['north'] }, { id: site.id, tags: [] }), undefined);
});

test('FS-351: a rule for an alert that agents make, or one that is gone, holds nowhere', () => {
  const rules = { a: rule({ all: true }, { kind: 'disk_low' }), b: rule({ all: true }, { gone: true }) };
  assert.equal(ruleFor(rules, site, 'disk_low'), undefined);
  assert.equal(ruleFor(rules, site, 'site_offline'), undefined);
  assert.equal(ruleFor(rules, site, 'agent_silent'), undefined);
});
