import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { At } from '../../../fleet/events.ts';
import { parseSiteId } from '../../../fleet/ids.ts';
import type { SiteId } from '../../../fleet/ids.ts';
import { startTcpProxy } from '../../../platform/tcp-proxy.test-support.ts';
import { openDirectory } from '../../site/journal/files.ts';
import { openJournal } from '../../site/journal/journal.ts';
import { createRandom } from '../../simulator/random.ts';
import { startFrigateServer } from '../../testing/frigate/frigate-server.ts';
import { startFrigateSpeaker } from '../../testing/frigate/frigate-speaker.ts';
import { createTruth } from '../../testing/frigate/frigate-truth.ts';
import { RESTART_REQUEST } from '../../templates/places.ts';
import { addConsole, trialHub, trialSite } from '../../testing/trial.ts';
import type { TrialSite } from '../../testing/trial.ts';
import { createFaults } from '../faults.ts';
import type { Faults } from '../faults.ts';
import { openHeadquarters } from '../headquarters.ts';
import { createLedger } from '../ledger.ts';
import { prepareAgentChild } from './agent-child.ts';
import { connectConsole } from './console-client.ts';
import { judge } from './judge.ts';
import { realFaults } from './real-faults.ts';
import type { RealFault, Stage } from './real-faults.ts';
import { startSiteLife } from './site-life.ts';
import { mountSmallDisk } from './small-disk.ts';
import { startSiteSystemd } from './site-systemd.ts';

/*
 * REAL SOAK: the real program, hub and site as the set-up commands make them, two real mosquittos with a bridge over mutual
 * TLS between them through a proxy, a small disk, and a fault every ten seconds. Frigate is a stand-in that speaks and
 * answers as a real one does; of systemd the part that starts the site's broker anew is modelled.
 */

export interface RealSoakOptions {
  readonly minutes: number;
  readonly seed: number;
  /** The bundled agent. */
  readonly program: string;
  readonly say: (text: string) => void;
}

export interface RealSoakResult {
  readonly faults: Faults;
  readonly events: number;
  readonly copies: number;
  readonly reviews: number;
  readonly happened: ReadonlyMap<string, number>;
}

const FAULT_EVERY_MS = 10_000;
const CAMERAS = ['door', 'yard', 'till', 'dock', 'hall', 'roof', 'gate', 'lane'];

const siteOf = (): SiteId => {
  const id = parseSiteId('BL-LAB-1');
  if (id === undefined) throw new Error('not a site id');
  return id;
};

const settingsFor = (dataDir: string, { root, port, certFile }: TrialSite, frigateUrl: string, hubPort: number) => ({
  v: 1,
  site: siteOf(),
  data_dir: dataDir,
  broker: { url: `mqtt://127.0.0.1:${port}`, user: 'agent', password_file: join(root, 'etc/blocao-agent/secrets/broker-agent') },
  nvrs: [{ id: 'nvr', url: frigateUrl }],
  hubs: [{ name: 'hub-a', host: 'localhost', port: hubPort }],
  certificate: certFile,
  alerts: { camera_offline: { raise_after_s: 2, clear_after_s: 2 } },
});

/** As after an earlier life: without it and without a synchronised clock an agent waits for two minutes. */
const seedBoot = (dataDir: string): void => {
  const journal = openJournal({ files: openDirectory(join(dataDir, 'journal')), monoMs: 0 });
  journal.store.save({ boot: 1_000, eventSeq: 0, openAlerts: [], lastAlertIds: [] });
  journal.close();
};

/** What two faults at a time cannot be done to. */
const kindOf = (name: string): string | undefined => /^(?:site broker|hub|uplink (?=refuses|hangs))/.exec(name)?.[0];

/** One fault every ten seconds; one that still runs is not begun a second time. */
const harass = async (faults: readonly RealFault[], { random }: Stage, untilMs: number, happened: Map<string, number>, say: RealSoakOptions['say']): Promise<void> => {
  const running = new Map<string, Promise<void>>();
  const run = async (fault: RealFault): Promise<void> => {
    await fault.begin();
    await wait(fault.minMs + random.next() * (fault.maxMs - fault.minMs));
    await fault.end();
  };
  while (performance.now() < untilMs) {
    const free = faults.filter(({ name }) => !running.has(name) && ![...running.keys()].some((other) => kindOf(other) !== undefined && kindOf(other) === kindOf(name)));
    const fault = free[random.integer(0, free.length - 1)];
    if (fault) {
      say(fault.name);
      happened.set(fault.name, (happened.get(fault.name) ?? 0) + 1);
      running.set(fault.name, run(fault).finally(() => running.delete(fault.name)));
    }
    await wait(FAULT_EVERY_MS);
  }
  await Promise.all(running.values());
};

/** Runs it whole and takes everything down again. */
export const runRealSoak = async ({ minutes, seed, program, say }: RealSoakOptions): Promise<RealSoakResult> => {
  const faults = createFaults();
  const ledger = createLedger(faults);
  const now = (): At => ({ wallTs: Date.now(), monoMs: performance.now() });
  const dir = mkdtempSync(join(tmpdir(), 'fleet-soak-'));
  const disk = await mountSmallDisk(dir);
  const dataDir = join(disk.path, 'data');
  seedBoot(dataDir);
  const hub = await trialHub();
  const password = await addConsole(hub, 'desk', 'operator');
  await hub.broker.start();
  const uplink = await startTcpProxy(hub.sitePort);
  const site = await trialSite(siteOf(), hub, [uplink.port]);
  const systemd = startSiteSystemd(site.broker, join(dataDir, RESTART_REQUEST));
  await systemd.broker.start();
  const truth = createTruth('0.17', CAMERAS, Date.now() / 1_000);
  const server = await startFrigateServer(truth);
  const frigate = await startFrigateSpeaker(`mqtt://127.0.0.1:${site.port}`, truth, 'frigate', { user: 'frigate', password: site.password('frigate').trim() });
  const headquarters = openHeadquarters(siteOf(), ['hub'], faults, now());
  const address = { url: `mqtts://localhost:${hub.consolePort}`, username: 'desk', password, ca: readFileSync(hub.caFile, 'utf8') };
  const console = connectConsole(address, headquarters, ledger, now);
  const settings = join(dir, 'settings.json');
  writeFileSync(settings, JSON.stringify(settingsFor(dataDir, site, server.url, uplink.port)));
  const agent = prepareAgentChild(program, settings, dir);
  agent.start();
  const stage: Stage = { hub: hub.broker, broker: systemd.broker, uplink, agent, disk, frigate, random: createRandom(seed, 'real soak') };
  const life = startSiteLife(frigate, stage.random);
  const happened = new Map<string, number>();
  try {
    await harass(realFaults(stage), stage, performance.now() + minutes * 60_000, happened, say);
    life.settle();
    say('everything mended; waiting for the picture');
    const events = await judge({ agent, dataDir, truth, headquarters, ledger, faults });
    happened.set('broker started anew, asked for by the agent', systemd.restarts);
    return { faults, events, copies: ledger.copies, reviews: truth.reviews.size, happened };
  } finally {
    life.stop();
    await agent.end('SIGKILL');
    await Promise.all([console.stop(), frigate.stop(), server.close()]);
    systemd.end();
    await Promise.all([site.dispose(), hub.dispose(), uplink.close()]);
    await disk.dispose();
    rmSync(dir, { recursive: true, force: true });
  }
};
