import { spawn } from 'node:child_process';
import os from 'node:os';
import { createInterface } from 'node:readline';
import { buildAll } from './build/build-all.ts';
import { isHeadless, openScreen } from './headless/screen.ts';
import { root } from './paths.ts';
import { dyingWithUs } from './setup/dying-with-us.ts';
import { electronExecutable } from './setup/electron.ts';
import { setUp } from './setup/set-up.ts';
import { runTask } from './task.ts';
import { buildTunnelBeside } from './tunnel/beside.ts';

/** Chromium says many times that a machine without a desktop has no message bus; nothing here needs one. */
const isBusComplaint = /:ERROR:bus\.cc\(/;

/** `npm start`: set-up, build (the tunnel client beside it), then the app with the arguments as given. */
async function start(): Promise<void> {
  const headless = isHeadless();
  await setUp('start', { display: headless });
  await buildAll();
  buildTunnelBeside();
  const screen = headless ? await openScreen() : undefined;
  if (screen) console.log(`No display on this machine: the app draws on Xvfb ${screen.env.DISPLAY} (not visible here).`);
  process.exitCode = await runElectron(switchesFor(headless), { ...process.env, ...screen?.env });
  screen?.close();
}

/** Chromium refuses its sandbox as root; without a screen there is no graphics card to drive. */
function switchesFor(headless: boolean): string[] {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  if (asRoot) console.log('Running as root: Chromium is started without its sandbox. Use an ordinary user in earnest.');
  return [...(asRoot ? ['--no-sandbox'] : []), ...(headless ? ['--disable-gpu'] : [])];
}

function runElectron(switches: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const args = ['.', ...switches, ...process.argv.slice(2)];
  const electron = spawn(...dyingWithUs(electronExecutable(), args), { cwd: root, stdio: ['inherit', 'inherit', 'pipe'], env });
  createInterface({ input: electron.stderr }).on('line', (line) => {
    if (!isBusComplaint.test(line)) console.error(line);
  });
  // From here on the app decides when to end. Ctrl-C reaches it by the terminal itself.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => void (signal === 'SIGINT' || electron.kill(signal)));
  }
  return new Promise((resolve, reject) => {
    electron.on('error', reject);
    electron.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? os.constants.signals[signal] : 0)));
  });
}

await runTask(start);
