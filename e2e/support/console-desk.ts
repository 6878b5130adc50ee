import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { expect, type Page } from '@playwright/test';
import { consoleHost, consolePort, DEMO_TAILNET } from '../../agent/simulator/console/sites.ts';
import { startTestnet, type Testnet } from '../../main/tunnel/testnet.test-support.ts';
import { tunnelArtefacts } from '../../scripts/tunnel/artefacts.ts';
import { startBroker, type Broker } from './broker.ts';
import { startConsole, type Console } from './console.ts';
import { startKeychain, type PrivateKeychain } from './keychain.ts';
import { freshDir } from './paths.ts';
import { startSitePage, type SitePage, type SitePageOptions } from './site-page.ts';

/** One site: its web server on this machine, reached by no other name than that of its node in the tailnet. */
export interface DeskSite extends SitePageOptions {
  /** Site id; also the page's name. */
  readonly name: string;
  readonly nvr?: string;
  /** Fingerprint in the site's document. */
  readonly sha256?: string;
  /** Another server than the one of the test. */
  readonly port?: number;
}

/** A console with a hub, sites that name their consoles, and a tailnet of its own: control server, relay, nodes. */
export interface ConsoleDesk {
  readonly desk: Console;
  readonly broker: Broker;
  readonly tailnet: Testnet;
  readonly keychain: PrivateKeychain;
  readonly pages: Readonly<Record<string, SitePage>>;
  /** By the palette, as an operator does; answers the key and when Enter was pressed, epoch ms. */
  readonly click: (site: string) => Promise<{ readonly key: string; readonly atMs: number }>;
  /** As the window's own code asks main. */
  readonly open: (site: string, more?: object) => Promise<string>;
  /** What main says of a console now. */
  readonly told: (key: string) => Promise<ToldConsole | undefined>;
  readonly tell: (sites: readonly DeskSite[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface ToldConsole {
  readonly phase: string;
  readonly steps: readonly { readonly step: string; readonly startTs: number; readonly endTs?: number }[];
  readonly failure?: { readonly code: string; readonly certificate?: { readonly pinned?: string; readonly shown: string } };
  readonly path?: { readonly kind: string };
  readonly refused: number;
  readonly transfer: { readonly receivedBytes: number };
  readonly page: { readonly state: string; readonly link?: string };
}

/** The tailnet and the port of every console in it: those of the demo, so that its simulated consoles can serve as well. */
const PORT = consolePort(0);
const hostOf = (site: string): string => consoleHost(site);
export const originOf = (site: string, scheme = 'http'): string => `${scheme}://${hostOf(site)}:${PORT}`;

export interface ConsoleDeskOptions {
  readonly client?: 'auto' | 'native' | 'wasm';
  readonly sites: readonly DeskSite[];
  readonly wipeOnClose?: boolean;
  readonly profile?: string;
  /** Of the console, beside the runner's. */
  readonly env?: Readonly<Record<string, string>>;
}

export const startConsoleDesk = async ({ client = 'auto', sites, wipeOnClose = true, profile, env = {} }: ConsoleDeskOptions): Promise<ConsoleDesk> => {
  const { testnet } = await tunnelArtefacts();
  const [broker, keychain] = [await startBroker(), await startKeychain()];
  const pages: Record<string, SitePage> = {};
  for (const site of sites) if (site.port === undefined) pages[site.name] = await startSitePage(site);
  const forwards = (site: DeskSite) => [{ port: PORT, target: `127.0.0.1:${site.port ?? pages[site.name]?.port}` }];
  const tailnet = await startTestnet(testnet, sites.map((site) => ({ name: site.name.toLowerCase(), forwards: forwards(site) })), DEMO_TAILNET);
  const tell = (told: readonly DeskSite[]): Promise<void> => tellConsoles(broker.url, told);
  await tell(sites);
  const desk = await startConsole({ args: ['--hub', broker.url], env: { ...keychain.env, ...env }, ...(profile === undefined ? {} : { profile }) });
  await joinTailnet(desk, tailnet, { client, wipeOnClose });
  const consoles = async (): Promise<Record<string, ToldConsole>> =>
    desk.page.evaluate(async () => {
      const { consoles } = (await window.blocao.invoke('tunnel-state')) as { consoles: { key: string }[] };
      return Object.fromEntries(consoles.map((one) => [one.key, one]));
    }) as never;
  for (const { name } of sites) await expect.poll(() => namedBy(desk, name)).toBeGreaterThan(0);
  return {
    ...{ desk, broker, tailnet, keychain, pages, tell },
    click: async (site) => {
      await desk.page.keyboard.press('Control+k');
      await desk.page.keyboard.type(`console ${site}`);
      await expect(desk.page.locator('.pal-row.on')).toContainText(`Open console of ${site}`);
      const atMs = Date.now();
      await desk.page.keyboard.press('Enter');
      return { key: `${site}/nvr`, atMs };
    },
    open: (site, more = {}) => desk.page.evaluate((args) => window.blocao.invoke('open-console', args) as Promise<string>, { site, ...more }),
    told: async (key) => (await consoles())[key],
    close: async () => {
      await desk.close();
      keychain.close();
      await Promise.all([tailnet.stop(), broker.kill(), ...Object.values(pages).map((page) => page.close())]);
    },
  };
};

const namedBy = (desk: Console, site: string): Promise<number> =>
  desk.page.evaluate(async (id) => ((await window.blocao.invoke('site-consoles', { site: id })) as unknown[]).length, site);

/** As an operator would: control server, CA of a private relay, auth key to the keychain. */
const joinTailnet = async (desk: Console, tailnet: Testnet, settings: object): Promise<void> => {
  const caFile = join(freshDir('ca'), 'ca.pem');
  writeFileSync(caFile, tailnet.caPem);
  await desk.app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, caFile);
  const wish = { controlUrl: tailnet.controlURL, authKey: tailnet.authKey, caFile, nodeName: 'desk', ...settings };
  const saved = await desk.page.evaluate(async (form) => {
    await window.blocao.invoke('choose-file', { purpose: 'ca' });
    return window.blocao.invoke('save-tunnel', form);
  }, wish);
  expect(saved).toEqual({ ok: true, secretKept: 'keychain' });
};

/** As the sites' agents do: the retained `state/site` of each. */
const tellConsoles = async (hub: string, sites: readonly DeskSite[]): Promise<void> => {
  const client = await connectAsync(hub);
  for (const { name, nvr, sha256, tls } of sites) {
    const envelope = { v: 1, site: name, boot: Math.floor(Date.now() / 1_000), conn: 1, seq: Date.now(), ts: Date.now() };
    const optional = { ...(nvr === undefined ? {} : { nvr }), ...(sha256 === undefined ? {} : { sha256 }) };
    const console = { id: 'nvr', host: hostOf(name), port: PORT, scheme: tls === undefined ? 'http' : 'https', ...optional };
    const body = { ...envelope, name: `Store ${name}`, lat: 48.1, lon: 11.5, time_zone: 'Europe/Berlin', consoles: [console] };
    await client.publishAsync(`fleet/v1/${name}/state/site`, JSON.stringify(body), { qos: 1, retain: true });
  }
  await client.endAsync();
};

/** The page inside the view of a console. */
export const sitePage = async (desk: Console, origin: string): Promise<Page> => {
  const find = (): Page | undefined => desk.app.windows().find((page) => page.url().startsWith(`${origin}/`));
  await expect.poll(find).toBeDefined();
  return find()!;
};
