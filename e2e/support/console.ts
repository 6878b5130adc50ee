import { createInterface } from 'node:readline';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { freshDir, root } from './paths.ts';
import { keepLog } from './run-logs.ts';

declare global {
  interface Window {
    /** The preload's bridge as any page sees it: names and arguments unchecked. */
    readonly blocao: {
      invoke(channel: string, args?: unknown): Promise<unknown>;
      listen(channel: string, handler: (body: unknown) => void): () => void;
    };
  }
}

export interface ConsoleOptions {
  readonly profile?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Turns the page's policy off, to see what stands behind it. */
  readonly bypassCSP?: boolean;
}

/** One running console with its window. */
export interface Console {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly profile: string;
  /** Errors that the page logged or threw. */
  readonly errors: readonly string[];
  /** Lines of main, engine and simulator. */
  readonly log: readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts the built console with an empty profile, or the one given, and waits for its window, not for any content. */
export const startConsole = async (options: ConsoleOptions = {}): Promise<Console> => {
  const profile = options.profile ?? freshDir('profile');
  const app = await _electron.launch({
    cwd: root,
    args: ['--disable-gpu', '.', ...(options.args ?? [])],
    env: { ...inheritedEnv(), BLOCAO_PROFILE: profile, ...options.env },
    bypassCSP: options.bypassCSP ?? false,
  });
  // Playwright's own limit for apps; the configured one is for its browsers.
  app.context().setDefaultTimeout(60_000);
  const errors: string[] = [];
  const log: string[] = [];
  const { stderr } = app.process();
  if (stderr) createInterface({ input: stderr }).on('line', (line) => log.push(line));
  const note = keepLog('console', [stderr]);
  const page = await app.firstWindow();
  const complain = (text: string): void => {
    errors.push(text);
    note(`page: ${text}`);
  };
  page.on('console', (message) => message.type() === 'error' && complain(message.text()));
  page.on('pageerror', (error) => complain(String(error)));
  return { app, page, profile, errors, log, close: () => app.close() };
};

/** The runner's environment without settings of a console that happen to be in it. */
const inheritedEnv = (): Record<string, string> => {
  const entries = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && !/^(BLOCAO|ELECTRON)_/.test(name),
  );
  return Object.fromEntries(entries) as Record<string, string>;
};

/** Process id of a utility process (`engine`, `demo`); undefined while it does not run. */
export const utilityPid = ({ app }: Console, name: string): Promise<number | undefined> =>
  app.evaluate((electron, wanted) => electron.app.getAppMetrics().find((metric) => metric.name === wanted)?.pid, name);
