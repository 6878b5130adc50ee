import { join } from 'node:path';
import { _electron, type ElectronApplication } from '@playwright/test';
import { freePort } from '../../platform/free-port.test-support.ts';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import { loadavg, measured, median, rounded, type BenchContext, type Result } from '../result.ts';
import { countedSites, runtimeOf, startApp, temporaryProfile, until } from './app.ts';
import { startPublisher } from './publish.ts';

/*
 * From the start of the process to the frame after the one that shows the last known picture of a fleet whose hub can't be
 * reached, beyond what a window with nothing in it takes; by turns.
 */

export interface StartSize {
  readonly sites: number;
  readonly rounds: number;
}

export const START_SIZE: StartSize = { sites: 1_000, rounds: 7 };
const GOAL = { atMost: 500 };
const root = join(import.meta.dirname, '..', '..');

/** A profile whose database holds the fleet. */
const fillProfile = async (profile: string, sites: number): Promise<void> => {
  const broker = await startMosquitto({ extra: 'max_queued_messages 0' });
  const publisher = await startPublisher({ url: broker.url, sites, messagesPerS: 1 });
  const app = await startApp({ profile, hub: broker.url });
  try {
    await until('all sites', async () => (await countedSites(app)) === sites);
    // The desk's documents fell quiet, and the last batch is on the disk.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  } finally {
    publisher.close();
    await app.close();
    await broker.dispose();
  }
};

/** Real ms from the start of the process to the mark that the page makes, both by the wall clock of this machine. */
const markedMs = async (app: ElectronApplication): Promise<number> => {
  const page = await app.firstWindow();
  const marked = (): Promise<number | undefined> =>
    page.evaluate(() => {
      const [mark] = performance.getEntriesByName('first-picture');
      return mark && performance.timeOrigin + mark.startTime;
    });
  await until('the first picture', async () => (await marked()) !== undefined);
  const created = await app.evaluate(() => process.getCreationTime() ?? NaN);
  return ((await marked()) ?? NaN) - created;
};

const blankMs = async (): Promise<number> => {
  const app = await _electron.launch({ cwd: root, args: ['--disable-gpu', join(root, 'dist', 'bench', 'blank.js')] });
  try {
    return await markedMs(app);
  } finally {
    await app.close();
  }
};

export const runStart = async ({ say }: BenchContext, { sites, rounds }: StartSize = START_SIZE): Promise<Result[]> => {
  const profile = temporaryProfile();
  try {
    await fillProfile(profile.path, sites);
    const hub = `mqtt://127.0.0.1:${await freePort()}`;
    const loadavgBefore = loadavg();
    const [ours, blank]: [number[], number[]] = [[], []];
    let runtime = '';
    for (let round = 0; round <= rounds; round += 1) {
      const empty = await blankMs();
      const app = await startApp({ profile: profile.path, hub });
      const filled = await markedMs(app.app);
      // Throws where the picture is not whole.
      await until(`a last picture of ${sites} sites`, async () => (await countedSites(app)) === sites);
      runtime = await runtimeOf(app);
      await app.close();
      say(`  round ${round} of ${rounds}: console ${Math.round(filled)} ms, blank window ${Math.round(empty)} ms`);
      // The first one fills the caches of the system.
      if (round > 0) [ours, blank].forEach((side, index) => side.push(index === 0 ? filled : empty));
    }
    const beyond = median(ours.map((ms, round) => ms - (blank[round] ?? NaN)));
    const load = { sites, messagesPerTurn: 0, rounds, eventShare: 0, loadavgBefore, loadavgAfter: loadavg() };
    const figures = { consoleMs: rounded(median(ours), 0), blankMs: rounded(median(blank), 0) };
    const what = 'start to the last known picture, beyond a blank window';
    return [measured('start', Math.round(beyond), { unit: 'ms', what, runtime, load, figures, goal: GOAL })];
  } finally {
    profile.remove();
  }
};
