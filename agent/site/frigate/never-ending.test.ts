import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostileCases } from '../../../fleet/testing/fixtures.ts';
import { fixture } from '../../testing/fixtures.ts';
import { FrigateWorld } from '../../testing/frigate/frigate-world.ts';
import { camera, nvr, settingsWith } from '../../testing/sites.ts';

const CAMERAS = ['door', 'yard'] as const;
const personal = { plate: true, face: true, class: true };
const settings = { ...settingsWith([nvr(CAMERAS.map((id) => camera(id)))]), personal };
const HOUR_S = 3_600;

const phasesOf = (world: FrigateWorld): readonly string[] =>
  world.told.filter(({ kind }) => kind === 'event/review').map(({ body }) => `${String(body['phase'])} ${body['end_ts'] === undefined ? 'open' : 'ended'}`);

const counts = (world: FrigateWorld) =>
  world.told.filter(({ kind }) => kind === 'event/rollup').flatMap(({ body }) => body['counts'] as readonly { readonly camera: string; readonly label: string; readonly n: number }[]);

test('FS-914: a review that Frigate no longer knows is over; when, nobody knows', async () => {
  const world = new FrigateWorld(settings, '0.17', CAMERAS);
  await world.pass(10);
  const { id } = world.beginReview('door');
  world.truth.reviews.delete(id);
  await world.pass(180);
  assert.deepEqual(phasesOf(world), ['start open', 'end open']);
});

test('FS-915: a review that Frigate keeps open though nothing in it moves is closed after 4 hours, and stays closed', async () => {
  const world = new FrigateWorld(settings, '0.17', CAMERAS);
  await world.pass(10);
  const moving = world.beginEvent('yard');
  const [dead, alive] = [world.beginReview('door'), world.beginReview('yard')];
  alive.detections.push(moving.id);
  world.updateReview(alive);
  await world.pass(4 * HOUR_S - 300);
  assert.deepEqual(phasesOf(world), ['start open', 'start open']);
  await world.pass(600);
  assert.deepEqual(phasesOf(world), ['start open', 'start open', 'end open']);
  await world.pass(HOUR_S);
  world.stop();
  world.start();
  await world.pass(300);
  assert.equal(phasesOf(world).length, 3);
  // After a day nothing is believed to go on.
  await world.pass(20 * HOUR_S);
  assert.equal(phasesOf(world).length, 4);
  assert.equal(dead.end, null);
});

test('FS-916: facts that come after the end are told once, by message or out of the database', async () => {
  const world = new FrigateWorld(settings, '0.17', CAMERAS);
  await world.pass(10);
  const [heard, missed] = [world.beginReview('door'), world.beginReview('yard')];
  world.endReview(heard);
  world.endReview(missed);
  world.describeReview(heard);
  world.describeReview(heard);
  world.frigateLink = false;
  world.describeReview(missed);
  world.frigateLink = true;
  await world.pass(300);
  assert.deepEqual(phasesOf(world).filter((phase) => phase.startsWith('facts')).length, 2);
});

test('FS-917: each hostile payload of Frigate leaves the agent as the index says, and what comes after it counts', async () => {
  const world = new FrigateWorld(settings, '0.17', CAMERAS);
  await world.pass(10);
  for (const { file, topic } of hostileCases().filter((one) => one.topic.startsWith('frigate/'))) {
    for (let times = 0; times < 2; times += 1) world.say(topic.slice('frigate/'.length), fixture(`hostile/${file}`));
  }
  // 21 and 23 are one id: its end came first and closed it for good, and it is counted once.
  const refused = Object.fromEntries(world.source?.refused ?? []);
  assert.deepEqual(refused, { 'stats type': 2, 'tracked_object_update id': 2 });
  const recognised = world.told.filter(({ kind }) => kind === 'event/recognition').map(({ body }) => String(body['value']));
  assert.equal(recognised.filter((value) => value.includes('\u4eac')).length, 1);
  assert.ok(recognised.every((value) => Array.from(value).length <= 32 && !value.includes('\u0000')));
  const [backwards] = world.told.filter(({ kind }) => kind === 'event/review').map(({ body }) => body);
  assert.deepEqual([backwards?.['phase'], backwards?.['end_ts']], ['end', undefined]);
  const review = world.beginReview('door');
  world.endReview(review);
  await world.pass(5 * HOUR_S);
  assert.deepEqual(world.memory?.nvrs[0]?.events.open, []);
  assert.deepEqual(counts(world).map(({ label, n }) => [label, n]), [['person', 1]]);
  assert.deepEqual(phasesOf(world).slice(1), ['start open', 'end ended']);
});

test('FS-902: a gap with more items than one answer holds is told whole, each once, also where few are too large together', async () => {
  for (const httpMaxBytes of [Infinity, 60_000]) {
    const world = new FrigateWorld(settings, '0.17', CAMERAS);
    world.httpMaxBytes = httpMaxBytes;
    await world.pass(10);
    world.frigateLink = false;
    const many = httpMaxBytes === Infinity ? 1_300 : 400;
    for (let index = 0; index < many; index += 1) {
      world.endReview(world.beginReview('door'));
      world.endEvent(world.beginEvent('yard'));
      if (index % 10 === 9) await world.pass(5);
    }
    world.frigateLink = true;
    await world.pass(1_200);
    assert.deepEqual([phasesOf(world).length, new Set(world.told.map(({ body }) => body['id'])).size - 1], [many, many]);
    assert.equal(counts(world).reduce((sum, { n }) => sum + n, 0), many);
  }
});

test('FS-918: a tracked object that never ends is over once Frigate says that it is not in progress', async () => {
  const world = new FrigateWorld(settings, '0.17', CAMERAS);
  await world.pass(10);
  const open = () => world.memory?.nvrs[0]?.events.open.map(({ id }) => id);
  const parked = world.beginEvent('yard');
  world.say('events', fixture('hostile/23-never-ending.json'));
  world.httpUp = false;
  await world.pass(2 * HOUR_S);
  assert.equal(open()?.length, 2);
  world.httpUp = true;
  await world.pass(300);
  assert.deepEqual(open(), [parked.id]);
  await world.pass(3 * HOUR_S);
  assert.deepEqual(open(), [parked.id]);
});
