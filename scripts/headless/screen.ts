import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { dyingWithUs } from '../setup/dying-with-us.ts';

export interface Screen {
  /** DISPLAY and XAUTHORITY for the programs that shall draw on it. */
  readonly env: { readonly DISPLAY: string; readonly XAUTHORITY: string };
  close(): void;
}

/** True where the machine has no screen an app could draw on. */
export function isHeadless(): boolean {
  return process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
}

/**
 * Starts an Xvfb of 1440×900 on a display number that it picks itself, open only to holders of a fresh cookie. It ends
 * with `close`, and at the latest with this process.
 */
export async function openScreen(): Promise<Screen> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'blocao-screen-'));
  const cookies = path.join(folder, 'Xauthority');
  fs.writeFileSync(cookies, cookieEntry(randomBytes(16)), { mode: 0o600 });
  const options = ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-auth', cookies];
  const xvfb = spawn(...dyingWithUs('Xvfb', options), { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true });
  const close = () => {
    process.off('exit', close);
    xvfb.kill();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', close);
  return { env: { DISPLAY: `:${await displayNumber(xvfb)}`, XAUTHORITY: cookies }, close };
}

async function displayNumber(xvfb: ChildProcess): Promise<string> {
  const said = once(xvfb.stdio[3] as Readable, 'data');
  const ended = once(xvfb, 'exit').then(([code]) => {
    throw new Error(`Xvfb ended with ${String(code)} before it had a display`);
  });
  ended.catch(() => {});
  const [line] = (await Promise.race([said, ended])) as [Buffer];
  return line.toString().trim();
}

/** One entry of an Xauthority file: any host and display (family 0xffff), lengths as 16-bit big-endian. */
function cookieEntry(cookie: Buffer): Buffer {
  const counted = (data: Buffer) => Buffer.concat([Buffer.from([data.length >> 8, data.length & 0xff]), data]);
  const wildcard = Buffer.from([0xff, 0xff]);
  const none = counted(Buffer.alloc(0));
  return Buffer.concat([wildcard, none, none, counted(Buffer.from('MIT-MAGIC-COOKIE-1')), counted(cookie)]);
}
