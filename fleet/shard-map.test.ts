import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { emptyShardMap, shardDelete, shardEntries, shardGet, shardSet } from './shard-map.ts';
import type { ShardMap } from './shard-map.ts';

const key = fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'constructor', ''), fc.string({ maxLength: 3 }));
const change = fc.record({ key, value: fc.option(fc.integer(), { nil: undefined }) });

test('FS-255: a changed map leaves every older one as it was', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 120 }), (changes) => {
      let map: ShardMap<number> = emptyShardMap();
      const model = new Map<string, number>();
      const older: { map: ShardMap<number>; entries: string }[] = [];
      const textOf = (of: Iterable<readonly [string, number]>): string =>
        JSON.stringify([...of].sort(([a], [b]) => (a < b ? -1 : 1)));
      for (const { key: at, value } of changes) {
        older.push({ map, entries: textOf(model) });
        map = value === undefined ? shardDelete(map, at) : shardSet(map, at, value);
        if (value === undefined) model.delete(at);
        else model.set(at, value);
        assert.equal(map.size, model.size);
        assert.equal(shardGet(map, at), model.get(at));
      }
      assert.equal(textOf(shardEntries(map)), textOf(model));
      for (const known of older) assert.equal(textOf(shardEntries(known.map)), known.entries);
    }),
    { numRuns: 60, seed: 7 },
  );
});
