import { after, before, test } from 'node:test';
import { conformance, startConformance, type ConformanceRun } from './conformance.test-support.ts';
import { plainDial } from './plain-dial.test-support.ts';
import { startSiteServer, type TestSiteServer } from './site-server.test-support.ts';

/* Over plain sockets: what of the proxy's behaviour is the proxy's own. The same checks run over both clients. */

let server: TestSiteServer;
let run: ConformanceRun;
before(async () => {
  server = await startSiteServer();
  const { port, echoAfterEndPort, closedPort } = server;
  run = await startConformance({ dial: plainDial, host: '127.0.0.1', port, echoAfterEndPort, closedPort, server, downloadMb: 100 });
});
after(async () => {
  await run.proxy.close();
  await server.stop();
});

test('FS-812: without its own random credentials a proxy carries nothing', () => conformance.credentials(run));
test('FS-813: what is not of the site is refused and counted, and nothing is dialled', () => conformance.targets(run));
test('FS-814: a request arrives as the page sent it, without what was for the proxy', () => conformance.headers(run));
test('FS-815: what two parsers could read in two ways is refused before it is sent on', () => conformance.smuggling(run));
test('FS-816: a POST of 3 MB and a WebSocket message of 1 MB arrive whole', () => conformance.bodies(run));
test('FS-817: each direction of a connection ends on its own', () => conformance.halfClose(run));
test('FS-818: an answer that breaks off is never taken for a whole one, and a page that goes ends its request', () => conformance.broken(run));
test('FS-819: a page that does not read stops the site, and gets everything once it does', () => conformance.slowReader(run));
test('FS-820: a refused connection is one of a few fixed codes', () => conformance.codes(run));
test('FS-821: a large download arrives whole', () => conformance.download(run));
