import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixture } from '../fixtures.ts';
import { eventBytes, eventRow, recognitionBytes, reviewBytes, reviewRow, statsBytes } from './frigate-bytes.ts';
import { createTruth } from './frigate-truth.ts';
import type { FrigateVersion, TruthEvent, TruthReview } from './frigate-truth.ts';

/*
 * The stand-in is only worth something while it speaks as Frigate does: every field of every payload is that of a fixture.
 */

type Json = Record<string, unknown>;

/** Paths of all members; those of lists and of named things (cameras) under one name. */
const fieldsOf = (value: unknown, path = ''): readonly string[] => {
  if (Array.isArray(value)) return [`${path}[]`];
  if (typeof value !== 'object' || value === null) return [path];
  const named = /\/(?:cameras|cpu_usages|gpu_usages|processes|storage|temperatures|bandwidth_usages|detectors)$/.test(path);
  return Object.entries(value).flatMap(([key, member]) => fieldsOf(member, `${path}/${named ? '*' : key}`));
};

const fields = (value: unknown): readonly string[] => [...new Set(fieldsOf(value))].sort();

/** `metadata` is null or an object with the text of a description; `recognized_license_plate` is null, text or a pair. */
const shape = (list: readonly string[]): readonly string[] =>
  [...new Set(list.map((one) => one.replace(/\/metadata\/.*/, '/metadata').replace(/(recognized_license_plate|sub_label)\[\]/, '$1')))].sort();

const same = (made: unknown, name: string, pick: (json: unknown) => unknown = (json) => json): void => {
  const real = pick(JSON.parse(new TextDecoder().decode(fixture(name))));
  assert.deepEqual(shape(fields(made)), shape(fields(real)), name);
};

const review: TruthReview = { id: '1.5-abc', camera: 'door', start: 1_780_000_000, severity: 'alert', end: null, objects: ['person'], labels: [], zones: [], detections: [], metadata: null };
const event: TruthEvent = { id: '1.5-def', camera: 'door', label: 'car', start: 1_780_000_000, end: 1_780_000_010, plate: null, subLabel: null };

for (const version of ['0.16', '0.17', '0.18'] satisfies FrigateVersion[]) {
  test(`the stand-in of ${version} has the fields of the fixtures`, () => {
    const newest = version === '0.18';
    same(JSON.parse(statsBytes(createTruth(version, ['door'], 1_780_000_000), 1_780_000_100)), `frigate-mqtt/frigate__stats${newest ? '.0.18' : ''}.json`);
    for (const type of ['new', 'update', 'end', 'genai'] as const) {
      const one = type === 'genai' ? { ...review, metadata: { title: 'x' } } : review;
      same(JSON.parse(reviewBytes(one, type)), `frigate-mqtt/frigate__reviews.${type}.json`);
    }
    same((JSON.parse(eventBytes(version, event, 'new')) as Json)['after'], 'frigate-mqtt/frigate__events.new.json', (json) => (json as Json)['after']);
    same((JSON.parse(eventBytes(version, { ...event, plate: 'X' }, 'end')) as Json)['after'], 'frigate-mqtt/frigate__events.end.plate-tuple.json', (json) => (json as Json)['after']);
    same(JSON.parse(recognitionBytes(version, 'lpr', 'a', 'door', 'X')), `frigate-mqtt/frigate__tracked_object_update.lpr${newest ? '.0.18' : ''}.json`);
    same(JSON.parse(recognitionBytes(version, 'face', 'a', 'door', 'X')), 'frigate-mqtt/frigate__tracked_object_update.face.json');
  });
}

test('rows of its database have the columns of the fixtures', () => {
  same([reviewRow(review)][0], 'frigate-api/review.json', (json) => (json as Json[])[0]);
  same([eventRow(event)][0], 'frigate-api/events.json', (json) => (json as Json[])[0]);
});
