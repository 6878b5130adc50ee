import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { connectClient } from '../simulator/testing/mqtt-client.ts';
import type { TestClient } from '../simulator/testing/mqtt-client.ts';
import { addConsole, trialHub } from '../testing/trial.ts';
import type { TrialHub } from '../testing/trial.ts';

/** docs/decisions/0007-queue-of-a-hub.md, on the files that `hub-init` writes. */

/** As many documents as 3,700 sites keep: well above 20,000 plus what sockets take. */
const DOCUMENTS = 30_000;
const BODY = 'x'.repeat(600);

let hub: TrialHub;
let writer: TestClient;

const asConsole = (password: string): Promise<TestClient> =>
  connectClient(`mqtts://localhost:${hub.consolePort}`, { username: 'desk', password, ca: readFileSync(hub.caFile) });

before(async () => {
  hub = await trialHub();
  const password = await addConsole(hub, 'desk', 'operator');
  await hub.broker.start();
  writer = await asConsole(password);
});
after(async () => {
  await writer?.end();
  await hub?.dispose();
});

test('a console that reads nothing for a while after it subscribed still gets every document', async () => {
  for (let at = 0; at < DOCUMENTS; at += 1) writer.client.publish(`fleet/v1/_desk/window/W${at}`, BODY, { qos: 0, retain: true });
  assert.equal(await writer.publish('fleet/v1/_desk/window/last', BODY, { qos: 1, retain: true }), 0);
  const slow = await asConsole('password of desk');
  let got = 0;
  slow.client.removeAllListeners('message');
  slow.client.on('message', () => (got += 1));
  slow.client.subscribe('fleet/v1/_desk/#', { qos: 0 });
  slow.client.stream.pause();
  // The broker takes one packet after the other: by the last of these answers it has queued every document.
  for (let round = 0; round < 50; round += 1) await writer.publish('fleet/v1/_desk/handover/H', String(round), { qos: 1 });
  slow.client.stream.resume();
  await waitFor('every document', () => got >= DOCUMENTS + 1);
  await slow.end();
});
