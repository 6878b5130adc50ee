import { expect, test } from '@playwright/test';
import { startBroker, type Broker } from './support/broker.ts';
import { startConsole } from './support/console.ts';
import { showTable, tableStatuses } from './support/overview.ts';
import { clockEnv, fastClock, ownStatuses, startSites } from './support/sites.ts';

const SITES = ['BL-WH-N', 'BL-MUC-01', 'BL-WAW-01'];

/** A site's own mosquitto with its bridge to the hub, as contract §8 has it. */
const startSiteBroker = (site: string, hub: Broker): Promise<Broker> =>
  startBroker({
    config: [
      'allow_anonymous true',
      ...[
        `connection ${site}`,
        `address 127.0.0.1:${hub.port}`,
        `remote_clientid ${site}`,
        `local_clientid bridge-${site}`,
      ],
      ...[
        'bridge_protocol_version mqttv311',
        'cleansession false',
        'notifications true',
        'try_private true',
        'restart_timeout 1 2',
      ],
      ...[`topic state/# out 0 fleet/v1/ fleet/v1/${site}/`, `topic event/# out 1 fleet/v1/ fleet/v1/${site}/`],
      ...[`topic cmd/ack out 1 fleet/v1/ fleet/v1/${site}/`, `topic cmd/req in 1 fleet/v1/ fleet/v1/${site}/`],
      `topic hint/# in 0 fleet/v1/ fleet/v1/${site}/`,
    ],
  });

test('three sites through real mosquitto bridges end in the same picture as through the adapter', async () => {
  const clock = fastClock();
  const [bridged, adapted] = await Promise.all([startBroker(), startBroker()]);
  const locals = await Promise.all(SITES.map((site) => startSiteBroker(site, bridged)));
  const onBridges = SITES.map((site, index) => startSites({ clock, local: { url: locals[index]?.url ?? '', site } }));
  const onAdapter = startSites({ clock, hubs: [adapted.url], count: SITES.length });
  const pictures = [];
  for (const hub of [bridged, adapted]) {
    const desk = await startConsole({ args: ['--hub', hub.url], env: clockEnv(clock) });
    await showTable(desk.page);
    await expect(async () =>
      expect(Object.values(await tableStatuses(desk.page))).toEqual(['ok', 'ok', 'ok']),
    ).toPass();
    const trouble = (phase: 'begin' | 'end') => {
      for (const sites of hub === adapted ? [onAdapter] : onBridges) sites.scenario('BL-MUC-01', 'safe_mode', phase);
    };
    trouble('begin');
    await expect(desk.page.locator('#site-row-BL-MUC-01')).toContainText('Error');
    pictures.push(await tableStatuses(desk.page));
    trouble('end');
    await desk.close();
  }
  expect(pictures[0]).toEqual(pictures[1]);
  expect(pictures[0]).toMatchObject({ 'BL-MUC-01': 'err', 'BL-WH-N': 'ok' });
  expect(await ownStatuses(onAdapter)).toHaveProperty('BL-WAW-01', 'ok');
  await Promise.all([...onBridges, onAdapter].map((sites) => sites.kill()));
  await Promise.all([...locals, bridged, adapted].map((broker) => broker.kill()));
});
