/*
 * Vectors as they travel: signed bytes of the unit vector, and one scale for a batch (contract §2). Frigate compares by
 * cosine, so that a vector's length says nothing; without it one long vector cannot coarsen the others.
 */

const BYTE_MAX = 127;

/** The vector with length 1, or undefined where it points nowhere: zeroes, NaN, infinities. */
export const unitVector = (vector: Float32Array): Float64Array | undefined => {
  const peak = vector.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
  if (!(peak > 0) || !Number.isFinite(peak)) return undefined;
  const unit = Float64Array.from(vector, (part) => part / peak);
  const length = Math.hypot(...unit);
  return Number.isFinite(length) ? unit.map((part) => part / length) : undefined;
};

/** Component = byte × scale, off by at most half a scale. */
export const scaleOf = (units: readonly Float64Array[]): number =>
  units.reduce((most, unit) => unit.reduce((sum, part) => Math.max(sum, Math.abs(part)), most), 0) / BYTE_MAX;

export const quantise = (unit: Float64Array, scale: number): Int8Array => Int8Array.from(unit, (part) => Math.round(part / scale));

export const base64Of = (bytes: Int8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
