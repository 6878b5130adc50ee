import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import mqtt from 'mqtt';
import { openDirectory } from '../agent/site/journal/files.ts';
import { openJournal } from '../agent/site/journal/journal.ts';
import { startFrigateServer, type FrigateServer } from '../agent/testing/frigate/frigate-server.ts';
import { startFrigateSpeaker, type FrigateSpeaker } from '../agent/testing/frigate/frigate-speaker.ts';
import { createTruth, newItemId, type TruthReview } from '../agent/testing/frigate/frigate-truth.ts';
import { startMosquitto, type Mosquitto } from '../platform/mosquitto.test-support.ts';
import { loadavg, measured, median, rounded, type BenchContext, type Load, type Result } from './result.ts';

/*
 * The agent of one site with eight busy cameras: memory, processor, time to the first report, and what its bridge sends.
 * The program is the bundle with the launcher's flags; both brokers are real, Frigate is a stand-in.
 */

export interface AgentSize {
  readonly seconds: number;
  readonly starts: number;
  readonly warmUpMs: number;
}

export const AGENT_SIZE: AgentSize = { seconds: 120, starts: 3, warmUpMs: 20_000 };

const SITE = 'BL-LAB-1';
/** As in the launcher of the package (scripts/package/agent/tree.ts). */
const NODE_FLAGS = ['--max-semi-space-size=1', '--max-old-space-size=96'];
const PROGRAM = 'dist/agent/cli.cjs';
const CAMERAS = ['door', 'yard', 'till', 'dock', 'hall', 'roof', 'gate', 'lane'];
const TICKS_PER_S = 100;
const STATS_MS = 15_000;
const UPDATE_MS = 250;
const REVIEW_MS = 7_500;
const FIRST_LIMIT_MS = 30_000;

interface Site {
  readonly hub: Mosquitto;
  readonly broker: Mosquitto;
  readonly frigate: FrigateSpeaker;
  readonly server: FrigateServer;
  readonly settings: string;
  readonly dir: string;
}

const bridgeTo = (port: number): string =>
  [
    ...['connection hub', `address 127.0.0.1:${port}`, `remote_clientid ${SITE}`, `local_clientid bridge-${SITE}`],
    ...['bridge_protocol_version mqttv311', 'cleansession false', 'restart_timeout 1', 'try_private false'],
    ...[`topic state/# out 0 fleet/v1/ fleet/v1/${SITE}/`, `topic event/# out 1 fleet/v1/ fleet/v1/${SITE}/`],
  ].join('\n');

/** Without an earlier life and a synchronised clock an agent waits for two minutes. */
const seedBoot = (dataDir: string): void => {
  const journal = openJournal({ files: openDirectory(join(dataDir, 'journal')), monoMs: 0 });
  journal.store.save({ boot: 1_000, eventSeq: 0, openAlerts: [], lastAlertIds: [] });
  journal.close();
};

const openSite = async (): Promise<Site> => {
  const dir = mkdtempSync(join(tmpdir(), 'fleet-bench-agent-'));
  const dataDir = join(dir, 'data');
  seedBoot(dataDir);
  const hub = await startMosquitto();
  const broker = await startMosquitto({ extra: bridgeTo(hub.port) });
  const truth = createTruth('0.17', CAMERAS, Date.now() / 1_000);
  const server = await startFrigateServer(truth);
  const frigate = await startFrigateSpeaker(broker.url, truth);
  const settings = join(dir, 'settings.json');
  const file = { v: 1, site: SITE, data_dir: dataDir, broker: { url: broker.url }, nvrs: [{ id: 'nvr', url: server.url }], hubs: [{ name: 'hub', host: '127.0.0.1', port: hub.port }] };
  writeFileSync(settings, JSON.stringify(file));
  return { hub, broker, frigate, server, settings, dir };
};

const closeSite = async ({ hub, broker, frigate, server, dir }: Site): Promise<void> => {
  await Promise.all([frigate.stop(), server.close()]);
  await Promise.all([broker.dispose(), hub.dispose()]);
  rmSync(dir, { recursive: true, force: true });
};

const startAgent = ({ settings }: Site): ChildProcess =>
  spawn(process.execPath, [...NODE_FLAGS, PROGRAM, 'site', '--settings', settings], { stdio: 'ignore', env: { ...process.env, MALLOC_ARENA_MAX: '1' } });

const end = async (child: ChildProcess): Promise<void> => {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
};

/** From the start of the process to the first health on the site's broker, ms. */
const firstReport = async (site: Site): Promise<number> => {
  const client = await mqtt.connectAsync(site.broker.url);
  await client.subscribeAsync('fleet/v1/state/health');
  const heard = new Promise<number>((resolve) => client.on('message', (_topic, _payload, { retain }) => void (retain || resolve(performance.now()))));
  const beginMs = performance.now();
  const agent = startAgent(site);
  const atMs = await Promise.race([heard, wait(FIRST_LIMIT_MS, undefined)]);
  await end(agent);
  await client.endAsync(true);
  if (atMs === undefined) throw new Error('the agent reported nothing');
  return atMs - beginMs;
};

/** Eight cameras where something always happens. */
const busy = ({ frigate }: Site): (() => void) => {
  let turn = 0;
  let open: TruthReview | undefined;
  const camera = (): string => CAMERAS[turn % CAMERAS.length] ?? 'door';
  const update = (): void => {
    turn += 1;
    const id = newItemId(Date.now() / 1_000);
    frigate.event({ id, camera: camera(), label: 'person', start: Date.now() / 1_000, end: null, plate: null, subLabel: null }, 'update');
    frigate.truth.events.delete(id);
  };
  const review = (): void => {
    if (open) frigate.endReview(open);
    open = open ? undefined : frigate.beginReview(camera());
  };
  frigate.stats();
  const timers = [setInterval(() => frigate.stats(), STATS_MS), setInterval(update, UPDATE_MS), setInterval(review, REVIEW_MS / 2)];
  return () => timers.forEach((timer) => clearInterval(timer));
};

const residentMb = (pid: number): number => Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;

/** User and system time so far, s. */
const cpuS = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
};

interface Running {
  readonly residentMb: number;
  readonly cpuShare: number;
  readonly bridgeKbitS: number;
  readonly messages: number;
}

/** The agent under load for so long, after a warm-up. */
const runBusy = async (site: Site, { seconds, warmUpMs }: AgentSize): Promise<Running> => {
  const watcher = await mqtt.connectAsync(site.hub.url);
  let [bytes, messages] = [0, 0];
  watcher.on('message', (topic, payload) => {
    messages += 1;
    // Fixed header, topic length, packet id; TCP and IP add 40 to each packet.
    bytes += topic.length + payload.byteLength + 7 + 40;
  });
  await watcher.subscribeAsync(`fleet/v1/${SITE}/#`, { qos: 1 });
  const stop = busy(site);
  const agent = startAgent(site);
  const pid = agent.pid ?? 0;
  await wait(warmUpMs);
  const [beginCpuS, beginBytes, beginMessages, beginMs] = [cpuS(pid), bytes, messages, performance.now()];
  let greatest = 0;
  for (let second = 0; second < seconds; second += 1) {
    await wait(1_000);
    greatest = Math.max(greatest, residentMb(pid));
  }
  const tookS = (performance.now() - beginMs) / 1_000;
  const running = {
    residentMb: greatest,
    cpuShare: (cpuS(pid) - beginCpuS) / tookS,
    bridgeKbitS: ((bytes - beginBytes) * 8) / 1_000 / tookS,
    messages: messages - beginMessages,
  };
  stop();
  await end(agent);
  await watcher.endAsync(true);
  if (running.messages === 0) throw new Error('nothing arrived at the hub');
  return running;
};

/** Four figures of one agent. */
export const runAgent = async ({ say }: BenchContext, size: AgentSize = AGENT_SIZE): Promise<Result[]> => {
  const { seconds, starts } = size;
  const site = await openSite();
  const before = loadavg();
  try {
    const firstMs: number[] = [];
    for (let start = 0; start < starts; start += 1) firstMs.push(await firstReport(site));
    say(`first report after ${firstMs.map((ms) => Math.round(ms)).join(', ')} ms`);
    const { residentMb: memory, cpuShare, bridgeKbitS, messages } = await runBusy(site, size);
    const load: Load = { sites: 1, messagesPerTurn: messages, rounds: starts, eventShare: 0, loadavgBefore: before, loadavgAfter: loadavg() };
    const rest = { runtime: `Node ${process.versions.node} ${NODE_FLAGS.join(' ')}`, load, figures: { cameras: CAMERAS.length, seconds, messagesPerHour: Math.round((messages * 3_600) / seconds) } };
    return [
      measured('agent-memory', rounded(memory, 1), { ...rest, what: 'greatest resident memory', unit: 'MB', goal: { atMost: 80 } }),
      measured('agent-cpu', rounded(cpuShare, 4), { ...rest, what: 'share of a core', unit: 'share', goal: { atMost: 0.01 } }),
      measured('agent-first-report', Math.round(median(firstMs)), { ...rest, what: 'start to first health', unit: 'ms', goal: { atMost: 3_000 } }),
      measured('agent-bridge', rounded(bridgeKbitS, 2), { ...rest, what: 'bridge to the hub', unit: 'kbit/s', goal: { atMost: 20 } }),
    ];
  } finally {
    await closeSite(site);
  }
};
