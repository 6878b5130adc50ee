import type { HubConfig } from '../../../fleet/ipc.ts';
import { testHub } from './test-hub.ts';

/* A short-lived process: tests one hub, answers with a HubTest, ends. First message: HubConfig. */

interface ElectronParent {
  once(event: 'message', handler: (message: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const parent = (process as { parentPort?: ElectronParent }).parentPort;
parent?.once('message', ({ data }) => void testHub(data as HubConfig).then((test) => parent.postMessage(test)));
