import { BrowserWindow, ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { MainInvokes, MainNotices } from '../fleet/ipc.ts';
import { APP_ORIGIN } from './app-protocol.ts';

/** One function per channel. Arguments come from a page: they are `unknown` until a handler has parsed them. */
export type InvokeHandlers = {
  readonly [K in keyof MainInvokes]: (
    args: unknown,
    sender: WebContents,
  ) => MainInvokes[K]['result'] | Promise<MainInvokes[K]['result']>;
};

/** Answers the window's questions; the one file with `ipcMain`. Only the main frame of our own page is heard. */
export const hostIpc = (handlers: InvokeHandlers): void => {
  for (const [channel, handler] of Object.entries(handlers)) {
    ipcMain.handle(channel, (event, args: unknown) => {
      if (!isOurPage(event)) throw new Error('This page may not ask.');
      return handler(args, event.sender);
    });
  }
};

const isOurPage = (event: IpcMainInvokeEvent): boolean => {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && frame.url.startsWith(`${APP_ORIGIN}/`);
};

export const notify = <K extends keyof MainNotices>(
  window: BrowserWindow | undefined,
  channel: K,
  body: MainNotices[K],
): void => {
  if (window !== undefined && !window.isDestroyed()) window.webContents.send(channel, body);
};

/** To every window of the console. */
export const notifyAll = <K extends keyof MainNotices>(channel: K, body: MainNotices[K]): void => {
  for (const window of BrowserWindow.getAllWindows()) notify(window, channel, body);
};
