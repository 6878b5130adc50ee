import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { createAuthority } from '../../platform/certificates.test-support.ts';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { hostileCases } from '../../fleet/testing/fixtures.ts';
import { listen, prepareAgent, putFile } from '../testing/agent-process.ts';
import type { Listener } from '../testing/agent-process.ts';
import { fixture } from '../testing/fixtures.ts';
import { fullVersion } from '../testing/frigate/frigate-bytes.ts';
import { startFrigateServer, viewer } from '../testing/frigate/frigate-server.ts';
import type { FrigateServerOptions } from '../testing/frigate/frigate-server.ts';
import { startFrigateSpeaker } from '../testing/frigate/frigate-speaker.ts';
import { createTruth, newItemId } from '../testing/frigate/frigate-truth.ts';
import type { FrigateVersion } from '../testing/frigate/frigate-truth.ts';
import { decodeLocal } from '../testing/recording-broker.ts';

/*
 * The real program against a real mosquitto and a Frigate stand-in, for each version with another way to speak HTTP.
 */

const SITE = 'BL-LAB-1';

const authority = createAuthority();
after(() => authority.dispose());

interface Way {
  readonly server: FrigateServerOptions;
  readonly nvr: (dir: string) => object;
}

const withLogin = (server: FrigateServerOptions, trust: (dir: string) => object): Way => ({
  server: { ...server, users: viewer() },
  nvr: (dir) => ({ user: 'fleet', password_file: putFile(dir, 'password', 'correct-horse-battery\n'), ...trust(dir) }),
});

/** Port 5000; port 8971 with a pinned authority; port 8971 with a pinned fingerprint. */
const ways: Readonly<Record<FrigateVersion, () => Way>> = {
  '0.16': () => ({ server: {}, nvr: () => ({}) }),
  '0.17': () => withLogin({ tls: authority.issue('frigate') }, (dir) => ({ ca: putFile(dir, 'ca.pem', authority.ca) })),
  '0.18': () => {
    const tls = authority.issue('*', { san: 'DNS:elsewhere.test' });
    return withLogin({ tls }, () => ({ sha256: new X509Certificate(tls.cert).fingerprint256 }));
  },
};

const open = async (version: FrigateVersion, more: object = {}) => {
  const way = ways[version]();
  const mosquitto = await startMosquitto();
  const truth = createTruth(version, ['door', 'yard'], Date.now() / 1_000);
  const server = await startFrigateServer(truth, way.server);
  const frigate = await startFrigateSpeaker(mosquitto.url, truth);
  const heard = await listen(mosquitto.url);
  const agent = prepareAgent((dir) => ({ site: SITE, broker: { url: mosquitto.url }, nvrs: [{ id: 'nvr', url: server.url, ...way.nvr(dir) }], ...more }));
  agent.start();
  const stop = async (): Promise<void> => {
    await agent.dispose();
    await Promise.all([heard.stop(), frigate.stop(), server.close()]);
    await mosquitto.dispose();
  };
  return { mosquitto, truth, server, frigate, heard, agent, stop };
};

const nvrOf = (heard: Listener) => (heard.last('state/health')?.['nvrs'] as readonly Record<string, unknown>[] | undefined)?.[0];

const phases = (heard: Listener): readonly string[] => heard.events('event/review').map(({ id, phase }) => `${String(id)} ${String(phase)}`).sort();

const SPEAK_EVERY_MS = 300;

/** Seconds between statistics would be a minute: the stand-in speaks until it is heard, and on a busy machine is not in its own way. */
const speaking = ({ frigate }: Rig, isHeard: () => boolean) => {
  let spokenMs = -Infinity;
  return (): boolean => {
    if (performance.now() - spokenMs > SPEAK_EVERY_MS) {
      frigate.stats();
      spokenMs = performance.now();
    }
    return isHeard();
  };
};

const untilUp = async (rig: Rig): Promise<void> => {
  const { heard } = rig;
  await waitFor('the agent to see its Frigate', speaking(rig, () => nvrOf(heard)?.['state'] === 'up' && heard.last('state/cameras') !== undefined));
};

type Rig = Awaited<ReturnType<typeof open>>;

const cameraOf = (version: FrigateVersion) => (id: string) => ({
  ...{ nvr: 'nvr', id, ...(version === '0.16' ? {} : { name: `Camera ${id}` }) },
  ...{ detect: 'online', record: 'online', audio: 'disabled', fps: 5, expected_fps: 5 },
});

/** Members that are the same each time; of the others that they are there. */
const essentials = (events: readonly Record<string, unknown>[]) =>
  events.map(({ id, nvr, camera, phase, severity, objects, labels, zones, start_ts: start, end_ts: end, thumb }) => ({
    ...{ id, nvr, camera, phase, severity, objects, labels, zones },
    ...{ start: Number.isInteger(start), end: Number.isInteger(end), thumb: typeof thumb },
  }));

const oneReview = async ({ frigate, heard }: Rig): Promise<readonly string[]> => {
  const review = frigate.beginReview('door');
  const { id } = review;
  await waitFor('the start', () => phases(heard).includes(`${id} start`));
  frigate.review(review, 'update');
  frigate.endReview(review);
  await waitFor('the end', () => phases(heard).includes(`${id} end`));
  const common = { id, nvr: 'nvr', camera: 'door', severity: 'alert', objects: ['person'], labels: undefined, zones: ['path'], start: true, thumb: 'string' };
  assert.deepEqual(essentials(heard.events('event/review')), [
    { ...common, phase: 'start', end: false },
    { ...common, phase: 'end', end: true },
  ]);
  return [`${id} start`, `${id} end`];
};

/** One review that a restart ends, one that begins and ends unseen, one that goes on after it. */
const cutInMidReview = async ({ frigate, heard }: Rig): Promise<readonly string[]> => {
  const cut = frigate.beginReview('yard');
  await waitFor('the start', () => phases(heard).includes(`${cut.id} start`));
  frigate.cut();
  const unseen = frigate.beginReview('door');
  frigate.restart();
  const over = frigate.beginReview('door');
  await frigate.mend();
  frigate.stats();
  const wanted = [`${cut.id} start`, `${cut.id} end`, `${unseen.id} end`, `${over.id} start`];
  await waitFor('the gap to be closed', () => wanted.every((one) => phases(heard).includes(one)));
  return wanted;
};

const killInMidReview = async ({ agent, frigate, heard }: Rig): Promise<readonly string[]> => {
  const review = frigate.beginReview('yard');
  await waitFor('the start', () => phases(heard).includes(`${review.id} start`));
  const { boot } = heard.last('state/agent') ?? {};
  await agent.kill('SIGKILL');
  frigate.endReview(review);
  agent.start();
  await waitFor('the gap of the agent to be closed', () => phases(heard).includes(`${review.id} end`));
  assert.ok(Number(heard.last('state/agent')?.['boot']) > Number(boot));
  return [`${review.id} start`, `${review.id} end`];
};

const SECRETS = ['Bob', 'SECRET-OF-CAMERA', 'correct-horse', 'frigate_token', 'token-'];

const assertClean = ({ heard, agent }: Rig): void => {
  const events = ['event/review', 'event/alert', 'event/rollup', 'event/recognition'].flatMap((kind) => heard.events(kind));
  const seqs = events.map(({ seq }) => Number(seq)).sort((a, b) => a - b);
  assert.deepEqual(seqs, seqs.map((_, index) => index + 1));
  for (const message of heard.heard) assert.ok(decodeLocal(SITE, { ...message, qos: 0, retain: false }).ok, message.payload);
  for (const secret of SECRETS) {
    assert.ok(!heard.heard.some(({ payload }) => payload.includes(secret)) && !agent.log().includes(secret), secret);
  }
};

/** `expected`: what the settings opt in to, as `KIND VALUE`. */
const tellPersons = async (personal: object, expected: readonly string[]) => {
  const rig = await open('0.17', { personal_data: personal });
  try {
    await untilUp(rig);
    const { frigate, heard } = rig;
    const id = newItemId(Date.now() / 1_000);
    const kinds = () => heard.events('event/recognition').map(({ kind, value }) => `${String(kind)} ${String(value)}`);
    // Said again where a line was away for a moment: it is told once all the same.
    await waitFor('what the settings opt in to', () => {
      frigate.recognise('lpr', id, 'door', 'ZH 1234');
      frigate.recognise('face', id, 'door', 'Anna Muster');
      frigate.recognise('classification-sub_label', id, 'door', 'courier');
      return expected.every((one) => kinds().includes(one));
    });
    // What comes after them on the same connection shows that they were read.
    const review = frigate.beginReview('door');
    await waitFor('the review behind them', () => phases(heard).includes(`${review.id} start`));
    return { kinds: kinds().sort(), all: heard.heard.map(({ payload }) => payload).join() };
  } finally {
    await rig.stop();
  }
};

const openAlerts = (heard: Listener) => heard.last('state/alerts')?.['open'] as readonly Record<string, unknown>[] | undefined;

const alertSteps = (heard: Listener) => heard.events('event/alert').map(({ id, rev, op, kind, object }) => ({ id, rev, op, kind, object }));

/** Statistics count as old after 3 s: an alert can be had in a moment. */
const HASTY = { alerts: { stats_stale_s: 3, nvr_stale: { raise_after_s: 0, clear_after_s: 0 } } };

const staleAndBack = async (rig: Rig): Promise<void> => {
  const { agent, heard } = rig;
  const [open] = await waitFor('the alert', () => openAlerts(heard)?.length === 1 && openAlerts(heard));
  await agent.kill('SIGKILL');
  const lists = heard.heard.length;
  agent.start();
  await waitFor('its list after the kill', () => heard.heard.slice(lists).some(({ topic }) => topic.endsWith('state/alerts')));
  assert.deepEqual(openAlerts(heard), [open]);
  await waitFor('the end of the alert', speaking(rig, () => alertSteps(heard).some(({ op }) => op === 'close')));
  const common = { id: open?.['id'], kind: 'nvr_stale', object: 'nvr:nvr' };
  assert.deepEqual(alertSteps(heard).slice(0, 2), [{ ...common, rev: 1, op: 'open' }, { ...common, rev: 2, op: 'close' }]);
};

const killBrokerInMidReview = async (rig: Rig): Promise<void> => {
  const { frigate, heard, mosquitto, agent } = rig;
  const review = frigate.beginReview('door');
  await waitFor('the start', () => phases(heard).includes(`${review.id} start`));
  const conn = Number(heard.last('state/agent')?.['conn']);
  await mosquitto.kill();
  frigate.endReview(review);
  // An event is told once: the listener must be back before the agent.
  const { rounds } = heard;
  if (agent.pid !== undefined) process.kill(agent.pid, 'SIGSTOP');
  await mosquitto.start();
  await waitFor('the listener', () => heard.rounds > rounds);
  if (agent.pid !== undefined) process.kill(agent.pid, 'SIGCONT');
  await waitFor('the end', () => phases(heard).includes(`${review.id} end`));
  assert.deepEqual(phases(heard), [`${review.id} end`, `${review.id} start`]);
  await waitFor('a state of the next connection', () => Number(heard.last('state/agent')?.['conn']) === conn + 1);
};

const sayHostile = async ({ frigate, heard, agent }: Rig): Promise<void> => {
  for (const { file, topic } of hostileCases()) {
    if (topic.startsWith('frigate/')) frigate.say(topic.slice('frigate/'.length), new TextDecoder().decode(fixture(`hostile/${file}`)));
  }
  const { pid } = agent;
  const review = frigate.beginReview('door');
  await waitFor('the review behind them', () => phases(heard).includes(`${review.id} start`));
  assert.deepEqual(openAlerts(heard), []);
  assert.equal(nvrOf(heard)?.['state'], 'up');
  assert.ok(pid !== undefined && process.kill(pid, 0));
};

const wholeDay = (version: FrigateVersion) => async (rig: Rig): Promise<void> => {
  assert.equal(nvrOf(rig.heard)?.['version'], fullVersion(version));
  const cameras = () => ((rig.heard.last('state/cameras')?.['cameras'] ?? []) as readonly Record<string, unknown>[]).map(({ since_ts: _when, ...rest }) => rest);
  // The first document may be told before the first statistics are read.
  await waitFor(() => `all cameras as they are, not ${JSON.stringify(cameras())}`, () => isDeepStrictEqual(cameras(), ['door', 'yard'].map(cameraOf(version))));
  const told = [...(await oneReview(rig)), ...(await cutInMidReview(rig)), ...(await killInMidReview(rig))];
  assert.deepEqual(phases(rig.heard), told.sort());
};

/** Everything that a site said was its own, in order, and held no secret. */
const atSite = (version: FrigateVersion, act: (rig: Rig) => Promise<void>, more: object = {}) => async (): Promise<void> => {
  const rig = await open(version, more);
  try {
    await untilUp(rig);
    await act(rig);
    assertClean(rig);
  } finally {
    await rig.stop();
  }
};

describe('blocao-agent site', { concurrency: 4 }, () => {
  for (const version of ['0.16', '0.17', '0.18'] as const) {
    test(`${version}: what reaches the broker is exact over a cut link, a restart in mid-review and a kill of the agent`, atSite(version, wholeDay(version)));
  }
  test('an open alert keeps id and revision over a kill, is told once, and ends under the same id', atSite('0.17', staleAndBack, HASTY));
  test('a review that ends while the broker is dead is told once the broker is back, and all states with it', atSite('0.16', killBrokerInMidReview));
  test('every hostile payload of Frigate on a real broker costs nothing but itself', atSite('0.18', sayHostile));

  test('a plate, a face and a class leave the site only where its settings opt in to each', async () => {
    const [none, plate, all] = await Promise.all([
      tellPersons({}, []),
      tellPersons({ recognition: { plate: true } }, ['plate ZH 1234']),
      tellPersons({ recognition: { plate: true, face: true, class: true } }, ['class courier', 'face Anna Muster', 'plate ZH 1234']),
    ]);
    assert.deepEqual(none.kinds, []);
    assert.ok(!/ZH 1234|Anna|courier|Bob/.test(none.all));
    assert.deepEqual(plate.kinds, ['plate ZH 1234']);
    assert.ok(!/Anna|courier|Bob/.test(plate.all));
    assert.deepEqual(all.kinds, ['class courier', 'face Anna Muster', 'plate ZH 1234']);
    assert.ok(all.all.includes('Bob'));
  });
});
