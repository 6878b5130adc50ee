import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkCode } from '../../fleet/check-code.ts';
import { parseSiteId } from '../../fleet/ids.ts';
import { runProcess } from '../../platform/run-process.ts';
import { startTcpProxy } from '../../platform/tcp-proxy.test-support.ts';
import type { TcpProxy } from '../../platform/tcp-proxy.test-support.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { connectClient } from '../simulator/testing/mqtt-client.ts';
import type { TestClient } from '../simulator/testing/mqtt-client.ts';
import { prepareAgent, putFile } from '../testing/agent-process.ts';
import type { AgentProcess } from '../testing/agent-process.ts';
import { startFrigateServer } from '../testing/frigate/frigate-server.ts';
import type { FrigateServer } from '../testing/frigate/frigate-server.ts';
import { statsBytes } from '../testing/frigate/frigate-bytes.ts';
import { createTruth } from '../testing/frigate/frigate-truth.ts';
import { addConsole, secondHub, trialHub, trialSite } from '../testing/trial.ts';
import type { TrialHub, TrialSite } from '../testing/trial.ts';
import type { DoctorReport } from './doctor-report.ts';
import { askStatus } from './status-client.ts';

/** The whole way, for real: two hubs with mTLS, a site with a bridge to each, the program and its check-up. */

const SITE = 'BL-LAB-1';
const AGENT_TOPIC = `fleet/v1/${SITE}/state/agent`;

let [first, second]: TrialHub[] = [];
let site: TrialSite;
let uplink: TcpProxy;
let server: FrigateServer;
let frigate: TestClient;
let desk: TestClient;
let agent: AgentProcess;
const truth = createTruth('0.17', ['door', 'yard'], Date.now() / 1_000);

const dataDir = (): string => join(agent.dir, 'data');

const doctor = async (): Promise<DoctorReport> => {
  const run = await runProcess(process.execPath, [join('dist', 'agent', 'cli.cjs'), 'doctor', '--json', '--settings', join(agent.dir, 'settings.json')], {
    timeoutMs: 60_000,
    env: { PATH: process.env['PATH'] ?? '', ...(process.env['ELECTRON_RUN_AS_NODE'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }) },
  });
  assert.equal(run.ended, 'exit');
  return JSON.parse(run.stdout) as DoctorReport;
};

const lines = ({ steps }: DoctorReport, area: string): readonly string[] => steps.filter((step) => step.area === area).map(({ state, text }) => `${state} ${text}`);

before(async () => {
  first = await trialHub();
  second = await secondHub(first);
  for (const hub of [first, second]) await hub.broker.start();
  const password = await addConsole(first, 'desk', 'operator');
  await first.broker.stop();
  await first.broker.start();
  uplink = await startTcpProxy(second.sitePort);
  site = await trialSite(SITE, first, [first.sitePort, uplink.port]);
  await site.broker.start();
  server = await startFrigateServer(truth);
  frigate = await connectClient(`mqtt://127.0.0.1:${site.port}`, { username: 'frigate', password: site.password('frigate') });
  desk = await connectClient(`mqtts://localhost:${first.consolePort}`, { username: 'desk', password, ca: readFileSync(first.caFile) });
  await desk.subscribe({ 'fleet/v1/#': { qos: 1 } });
  agent = prepareAgent((dir) => ({
    site: SITE,
    broker: { url: `mqtt://127.0.0.1:${site.port}`, user: 'agent', password_file: putFile(dir, 'password', `${site.password('agent')}\n`) },
    nvrs: [{ id: 'nvr', url: server.url }],
    hubs: [
      { name: 'hub-a', host: 'localhost', port: first?.sitePort },
      { name: 'hub-b', host: 'localhost', port: uplink.port },
    ],
    certificate: site.certFile,
  }));
  agent.start();
});
after(async () => {
  await agent?.dispose();
  for (const client of [frigate, desk]) await client?.end();
  await site?.dispose();
  await Promise.all([server?.close(), uplink?.close()]);
  for (const hub of [second, first]) await hub?.dispose();
});

const hubsUp = async (): Promise<string> => {
  const asked = await askStatus(dataDir());
  return asked.ok ? asked.status.hubs.map(({ name, connected }) => `${name} ${String(connected)}`).join() : asked.reason;
};

test('with everything in order doctor finds no fault, and its code is that of the message that arrived at the hub', { timeout: 120_000 }, async () => {
  await waitFor('cameras and both bridges', async () => {
    await frigate.publish('frigate/stats', statsBytes(truth, Date.now() / 1_000), { qos: 0 });
    const asked = await askStatus(dataDir());
    return asked.ok && asked.status.health?.nvrs?.[0]?.cameras?.online === 2 && (await hubsUp()) === 'hub-a true,hub-b true';
  }, 100_000);
  const report = await doctor();
  assert.deepEqual(report.steps.filter(({ state }) => state === 'bad'), []);
  assert.equal(lines(report, 'hub').length, 4);
  assert.match(lines(report, 'hub').join('\n'), /good Hub hub-a \(localhost:\d+\): reached in \d+ ms, both certificates accepted\n.*good Hub hub-a .* the bridge is connected/s);
  assert.match(lines(report, 'nvr').join('\n'), /good NVR nvr answers: Frigate 0\.17.*\ngood NVR nvr: 2 of 2 cameras, 2 recording/s);
  assert.equal(report.seen, '2 of 2 cameras, recording');
  const id = parseSiteId(SITE);
  assert.ok(id);
  await waitFor('the message with that code at the hub', () =>
    desk.received.some(({ topic, payload }) => {
      const { boot, seq } = JSON.parse(topic === AGENT_TOPIC ? payload : '{}') as { boot?: number; seq?: number };
      return boot !== undefined && seq !== undefined && checkCode(id, boot, seq) === report.code;
    }),
  );
});

test('of two hubs the one that is gone is told, by status and by doctor, with its side', { timeout: 150_000 }, async () => {
  uplink.refuse('reset');
  uplink.cut();
  await waitFor('the loss of one bridge', async () => (await hubsUp()) === 'hub-a true,hub-b false');
  const report = await doctor();
  assert.match(lines(report, 'hub').at(-1) ?? '', /^bad Hub hub-b/);
  uplink.refuse(false);
  await waitFor('its return', async () => (await hubsUp()) === 'hub-a true,hub-b true');
});

test('an NVR that is gone, and an agent that does not run, are told with what to do', { timeout: 60_000 }, async () => {
  server.fault = 502;
  const broken = await doctor();
  assert.match(lines(broken, 'nvr').join(), /^bad NVR nvr has its web server up, but Frigate behind it down$/);
  await agent.kill('SIGKILL');
  const alone = await doctor();
  assert.equal(alone.code, undefined);
  assert.match(alone.steps.at(-1)?.advice ?? '', /systemctl start blocao-agent/);
});
