import { test } from 'node:test';
import { conformance, startConformance } from './proxy/conformance.test-support.ts';
import { startSiteServer } from './proxy/site-server.test-support.ts';
import { CLIENTS, joinedEngine, testnetOf } from './world.test-support.ts';

/** Through the relay WebAssembly carries 2–5 MB a second; its download of 100 MB is an end-to-end test. */
const DOWNLOAD_MB = { wasm: 20, native: 100 } as const;

test('the proxy through the tunnel is as it is over plain sockets', async (t) => {
  const server = await startSiteServer();
  t.after(() => server.stop());
  const forwards = [server.port, server.echoAfterEndPort].map((to, at) => ({ port: 5_000 + at, target: `127.0.0.1:${to}` }));
  const net = await testnetOf([{ name: 'site', forwards }]);
  t.after(() => net.stop());
  for (const client of CLIENTS) {
    await t.test(client, async (sub) => {
      const engine = await joinedEngine(client, net);
      sub.after(() => engine.stop());
      const ports = { port: 5_000, echoAfterEndPort: 5_001, closedPort: 5_002 };
      const dial = (host: string, to: number, ms: number): ReturnType<typeof engine.dial> => engine.dial(host, to, ms);
      const run = await startConformance({ dial, host: 'site.tn.test', ...ports, server, downloadMb: DOWNLOAD_MB[client] });
      sub.after(() => run.proxy.close());
      for (const [name, check] of Object.entries(conformance)) await sub.test(name, () => check(run));
    });
  }
});
