import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { base64Of, quantise, scaleOf, unitVector } from './quantise.ts';

const vectors = fc.float32Array({ minLength: 1, maxLength: 64, noDefaultInfinity: true, noNaN: true });

test('FS-921: what is decoded is the direction of what was stored, within half a scale in each component', () => {
  fc.assert(
    fc.property(fc.array(vectors, { minLength: 1, maxLength: 8 }), (batch) => {
      const units = batch.flatMap((vector) => unitVector(vector) ?? []);
      const scale = scaleOf(units);
      for (const [at, vector] of batch.filter((one) => one.some((part) => part !== 0)).entries()) {
        const length = Math.hypot(...vector);
        const bytes = Buffer.from(base64Of(quantise(units[at] ?? new Float64Array(), scale)), 'base64');
        const decoded = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        assert.equal(decoded.length, vector.length);
        for (const [part, byte] of decoded.entries()) assert.ok(Math.abs(byte * scale - (vector[part] ?? 0) / length) <= scale / 2 + 1e-9);
      }
    }),
    { seed: 921, numRuns: 500 },
  );
});

test('a vector that points nowhere is none: zeroes, NaN, infinities', () => {
  for (const vector of [[0, 0], [NaN, 1], [1, NaN], [Infinity, 1], [1, -Infinity], []]) assert.equal(unitVector(Float32Array.from(vector)), undefined);
  const [tiny, huge] = [unitVector(Float32Array.of(1e-45, 0)), unitVector(Float32Array.of(3e38, 3e38))];
  assert.deepEqual(tiny && [...tiny], [1, 0]);
  assert.ok(Math.abs((huge?.[0] ?? 0) - Math.SQRT1_2) < 1e-12);
});
