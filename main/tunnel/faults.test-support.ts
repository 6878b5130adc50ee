import type { TestContext } from 'node:test';
import type { TunnelConfig } from '../../fleet/tunnel/process.ts';
import type { Testnet, TestnetSiteWish } from './testnet.test-support.ts';
import { CLIENTS, startTestTunnel, testnetOf, type TestTunnel } from './world.test-support.ts';

export interface Fleet {
  readonly net: Testnet;
  /** One tunnel per client: a fault is made once, and both have to live with it. */
  readonly tunnels: readonly (TestTunnel & { readonly client: (typeof CLIENTS)[number] })[];
  /** Does something for both at once and prints how long each took. */
  readonly each: (what: string, work: (one: TestTunnel) => Promise<unknown>) => Promise<void>;
}

export const startFleet = async (
  t: TestContext,
  sites: readonly TestnetSiteWish[],
  wish: Partial<TunnelConfig> & { readonly forceRelay?: true } = {},
  before: (net: Testnet) => Promise<unknown> = () => Promise.resolve(),
): Promise<Fleet> => {
  const net = await testnetOf(sites);
  t.after(() => net.stop());
  await before(net);
  const tunnels = await Promise.all(
    CLIENTS.map(async (client) => {
      const tunnel = await startTestTunnel(net, { ...wish, client, hostname: `desk-${client}` });
      t.after(() => tunnel.stop());
      return { client, ...tunnel };
    }),
  );
  const each: Fleet['each'] = async (what, work) => {
    await Promise.all(
      tunnels.map(async (one) => {
        const startMs = performance.now();
        try {
          await work(one);
        } catch (error) {
          throw new Error(`${one.client}: ${what}: ${(error as Error).message}\n${told(one)}`, { cause: error });
        }
        t.diagnostic(`${one.client}: ${what}: ${Math.round(performance.now() - startMs)} ms`);
      }),
    );
  };
  return { net, tunnels, each };
};

const told = ({ notices }: TestTunnel): string => notices.slice(-8).map((notice) => JSON.stringify(notice).slice(0, 300)).join('\n');
