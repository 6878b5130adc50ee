import assert from 'node:assert/strict';
import { test } from 'node:test';
import { searchModelOf } from './search-model.ts';

const of = (config: unknown) => searchModelOf(Buffer.from(JSON.stringify(config)));

test('the model has the name and size that Frigate configures; without a whole configuration nothing is said of it', () => {
  assert.deepEqual(of({ semantic_search: { enabled: true, model: 'jinav2', model_size: 'large' } }), { state: 'on', model: 'jinav2-large' });
  assert.deepEqual(of({ semantic_search: { enabled: true, model: null, model_size: 'small' } }), { state: 'on', model: 'jinav1-small' });
  assert.deepEqual(of({ semantic_search: { enabled: true, model: 'a\u202e\nb'.repeat(100) } }), { state: 'on', model: 'a b'.repeat(100).slice(0, 64) });
  assert.deepEqual(of({ semantic_search: { enabled: false, model: 'jinav2' } }), { state: 'off' });
  assert.deepEqual(of({ cameras: {} }), { state: 'off' });
  for (const config of [{ safe_mode: true, semantic_search: { enabled: true } }, [], 'x', null]) assert.deepEqual(of(config), { state: 'unknown' });
  assert.deepEqual(searchModelOf(Buffer.from('{"semantic')), { state: 'unknown' });
});
