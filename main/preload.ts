import { contextBridge, ipcRenderer } from 'electron';

/*
 * The one file with `ipcRenderer`: a bridge with two functions. Which channels exist is checked here and again by main,
 * because a page could ask for any name. Types stand in fleet/ipc.ts.
 */
const INVOKES = [
  ...['start-info', 'engine-port', 'restart-engine', 'save-settings', 'export-settings', 'import-settings'],
  ...['choose-streets', 'forget-streets'],
  ...['keychain-state', 'add-hub', 'remove-hub', 'test-hub', 'choose-file', 'copy-text', 'agent-packages', 'save-site-kit'],
  ...['open-console', 'close-console', 'console-command', 'place-console', 'accept-certificate', 'site-consoles'],
  ...['tunnel-state', 'sign-in', 'sign-out', 'save-tunnel', 'save-viewer', 'console-record'],
];
const NOTICES = ['engine-process', 'settings', 'start-info', 'tailnet', 'consoles', 'console-key'];

contextBridge.exposeInMainWorld('blocao', {
  invoke: (channel: string, args: unknown): Promise<unknown> =>
    INVOKES.includes(channel) ? ipcRenderer.invoke(channel, args) : Promise.reject(new Error('unknown channel')),
  listen: (channel: string, handler: (body: unknown) => void): (() => void) => {
    if (!NOTICES.includes(channel)) throw new Error('unknown channel');
    const relay = (_event: unknown, body: unknown): void => handler(body);
    ipcRenderer.on(channel, relay);
    return () => void ipcRenderer.off(channel, relay);
  },
});

/** The part of the page's window in use; this room compiles without the DOM. */
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: string, targetOrigin: string, ports: readonly unknown[]): void;
};

// A MessagePort cannot cross the bridge; it goes to the page as a message from the window to itself.
ipcRenderer.on('blocao-port', (event) => window.postMessage('blocao-port', window.location.origin, event.ports));
