import type { EngineFrame, MainInvokes, MainNotices } from '../fleet/ipc.ts';
import type { EngineLink } from './fleet-store.ts';

/** What the preload puts on the window; this file is the only one that touches it. */
interface PreloadBridge {
  invoke<K extends keyof MainInvokes>(channel: K, args: MainInvokes[K]['args']): Promise<MainInvokes[K]['result']>;
  listen<K extends keyof MainNotices>(channel: K, handler: (notice: MainNotices[K]) => void): () => void;
}

declare global {
  interface Window {
    readonly blocao: PreloadBridge;
  }
}

/** Asks main; rejects where main threw. */
export const invoke = <K extends keyof MainInvokes>(
  channel: K,
  args: MainInvokes[K]['args'],
): Promise<MainInvokes[K]['result']> => window.blocao.invoke(channel, args);

export const listen = <K extends keyof MainNotices>(
  channel: K,
  handler: (notice: MainNotices[K]) => void,
): (() => void) => window.blocao.listen(channel, handler);

/**
 * Calls `connect` with each engine's link: the first after `invoke('engine-port')`, later ones unasked after restarts.
 * Only messages of this very window are believed; a frame of another origin can't hand over a port.
 */
export function onEngineLink(connect: (link: EngineLink) => (frame: EngineFrame) => void): () => void {
  function receive(event: MessageEvent<unknown>): void {
    const port = event.ports[0];
    if (event.source !== window || event.data !== 'blocao-port' || !port) return;
    const sink = connect({ send: (frame) => port.postMessage(frame), close: () => port.close() });
    port.onmessage = (message: MessageEvent<EngineFrame>) => sink(message.data);
  }
  window.addEventListener('message', receive);
  return () => window.removeEventListener('message', receive);
}
