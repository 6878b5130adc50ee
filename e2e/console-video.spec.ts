import { expect, test, type Page } from '@playwright/test';
import { startConsoleServer, type ConsoleServer } from '../agent/simulator/console/console-server.ts';
import { consoleHost, consolePort } from '../agent/simulator/console/sites.ts';
import { fleetSites } from '../agent/simulator/fleet-sites.ts';
import { openBare } from './support/bare-browser.ts';
import { originOf, sitePage, startConsoleDesk } from './support/console-desk.ts';

/* Live video of a simulated console: through each client, beside the same page over plain loopback in the same run. */

const SITE = fleetSites(1, 1)[0]!.site;
/** A busy machine drops pictures now and then, a bad tunnel each time: one fair round is enough. */
const MOST_ROUNDS = 6;
const ROUND_MS = 6_000;

let server: ConsoleServer;
test.beforeAll(async () => {
  server = await startConsoleServer(fleetSites(1, 1));
});
test.afterAll(() => server.stop());

for (const client of ['native', 'wasm'] as const) {
  test(`video by the ${client} client plays on, with no more pictures dropped than over plain loopback`, async () => {
    const world = await startConsoleDesk({ client, sites: [{ name: SITE, port: server.port }] });
    await world.click(SITE);
    const page = await sitePage(world.desk, originOf(SITE));
    const rule = `MAP ${consoleHost(SITE)}:${consolePort(0)} 127.0.0.1:${server.port}`;
    const bare = await openBare(`${originOf(SITE)}/`, [`--host-resolver-rules=${rule}`]);
    await Promise.all([page, bare.page].map(untilPlaying));
    const rounds: Round[] = [];
    // In turns: on two processors each would disturb the other.
    while (!rounds.some(isFair) && rounds.length < MOST_ROUNDS) {
      rounds.push({ loopback: await watch(bare.page, ROUND_MS), tunnel: await watch(page, ROUND_MS) });
    }
    console.log(`${client}: ${JSON.stringify(rounds.at(-1))}`);
    expect(rounds.filter(isFair), JSON.stringify(rounds)).toHaveLength(1);
    await bare.close();
    await world.close();
  });
}

interface Watched {
  readonly total: number;
  readonly dropped: number;
  readonly stalledMs: number;
}

interface Round {
  readonly loopback: Watched;
  readonly tunnel: Watched;
}

/** No stall, and of dropped pictures at most one in a hundred more than over loopback. */
const isFair = ({ loopback, tunnel }: Round): boolean =>
  tunnel.stalledMs === 0 && tunnel.total > 50 && tunnel.dropped <= loopback.dropped + tunnel.total / 100;

const untilPlaying = (page: Page): Promise<void> =>
  expect.poll(() => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0)).toBeGreaterThan(1);

/** Pictures shown and dropped meanwhile, and for how long the player said that it waits for data. */
const watch = (page: Page, forMs: number): Promise<Watched> =>
  page.evaluate(async (ms) => {
    const video = document.querySelector('video')!;
    let [waitsSince, stalledMs] = [0, 0];
    const waiting = (): void => void (waitsSince = performance.now());
    const playing = (): void => {
      if (waitsSince > 0) stalledMs += performance.now() - waitsSince;
      waitsSince = 0;
    };
    video.addEventListener('waiting', waiting);
    video.addEventListener('playing', playing);
    const before = video.getVideoPlaybackQuality();
    await new Promise((resolve) => setTimeout(resolve, ms));
    playing();
    video.removeEventListener('waiting', waiting);
    video.removeEventListener('playing', playing);
    const after = video.getVideoPlaybackQuality();
    return {
      total: after.totalVideoFrames - before.totalVideoFrames,
      dropped: after.droppedVideoFrames - before.droppedVideoFrames,
      stalledMs: Math.round(stalledMs),
    };
  }, forMs);
