import { expect, test, type Page } from '@playwright/test';
import { startConsoleServer, type ConsoleServer } from '../agent/simulator/console/console-server.ts';
import { consoleHost, consolePort } from '../agent/simulator/console/sites.ts';
import { fleetSites } from '../agent/simulator/fleet-sites.ts';
import { openBare } from './support/bare-browser.ts';
import { originOf, sitePage, startConsoleDesk } from './support/console-desk.ts';

/* Live video of a simulated console: through each client, beside the same page over plain loopback in the same run. */

const SITE = fleetSites(1, 1)[0]!.site;
const ROUNDS = 2;
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
    const sums = { tunnel: { total: 0, dropped: 0, stalledMs: 0 }, loopback: { total: 0, dropped: 0, stalledMs: 0 } };
    await Promise.all([page, bare.page].map(untilPlaying));
    for (let round = 0; round < ROUNDS; round += 1) {
      // In turns: on two processors each would disturb the other.
      for (const [place, one] of [['loopback', bare.page], ['tunnel', page]] as const) {
        const { total, dropped, stalledMs } = await watch(one, ROUND_MS);
        sums[place].total += total;
        sums[place].dropped += dropped;
        sums[place].stalledMs = Math.max(sums[place].stalledMs, stalledMs);
      }
    }
    console.log(`${client}: ${JSON.stringify(sums)}`);
    expect(sums.tunnel.stalledMs).toBe(0);
    expect(sums.tunnel.total).toBeGreaterThan(100);
    // One picture in a hundred is within what the machine itself costs.
    expect(sums.tunnel.dropped).toBeLessThanOrEqual(sums.loopback.dropped + sums.tunnel.total / 100);
    await bare.close();
    await world.close();
  });
}

const untilPlaying = (page: Page): Promise<void> =>
  expect.poll(() => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0)).toBeGreaterThan(1);

/** Pictures shown and dropped meanwhile, and for how long the player said that it waits for data. */
const watch = (page: Page, forMs: number): Promise<{ total: number; dropped: number; stalledMs: number }> =>
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
