import type { MessagePort } from 'node:worker_threads';
import type { EngineFrame, WindowFrame } from '../../fleet/ipc.ts';
import type { WindowPort } from './delta-outbox.ts';

/** Electron's MessagePortMain, as far as the engine needs it; the engine itself imports nothing of Electron. */
export interface ElectronPort {
  postMessage(message: unknown): void;
  on(event: 'message', handler: (message: { readonly data: unknown }) => void): unknown;
  on(event: 'close', handler: () => void): unknown;
  start(): void;
  close(): void;
}

/** A window's port in the utility process. */
export const electronWindowPort = (port: ElectronPort): WindowPort => ({
  post: (frame: EngineFrame) => port.postMessage(frame),
  onMessage: (handler) => {
    port.on('message', ({ data }) => handler(data as WindowFrame));
    port.start();
  },
  onClose: (handler) => void port.on('close', handler),
  close: () => port.close(),
});

/** The same over node:worker_threads, for the engine inside a plain Node process. */
export const nodeWindowPort = (port: MessagePort): WindowPort => ({
  post: (frame: EngineFrame) => port.postMessage(frame),
  onMessage: (handler) => void port.on('message', (data: unknown) => handler(data as WindowFrame)),
  onClose: (handler) => void port.on('close', handler),
  close: () => port.close(),
});
