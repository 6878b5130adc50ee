import fs from 'node:fs';
import path from 'node:path';
import { dist } from '../paths.ts';
import { withLock } from '../setup/lock.ts';
import { SetUpProblem, step } from '../setup/step.mjs';
import { hashSources } from './sources.ts';

const always = ['scripts/build', 'package-lock.json', 'tsconfig.base.json'];

/** Brings dist/ up to date. A part whose sources are the same as at its last build is left alone. */
export async function buildAll(): Promise<void> {
  await buildPrograms();
  await step('Build: window', () => unlessUnchanged('window', ['fleet', 'renderer', 'resources'], window));
}

/** What runs on Node, inside Electron and without: all but the window's page. */
export async function buildPrograms(): Promise<void> {
  await step('Build: programs', () => unlessUnchanged('programs', ['fleet', 'platform', 'main', 'agent', 'resources'], programs));
}

// The builders are loaded only when there is something to build: a second start is a matter of seconds.
async function programs(): Promise<string> {
  const { buildBundles } = await import('./bundles.ts');
  const absent = await buildBundles();
  return absent.length === 0 ? 'built' : `built, except (not there): ${absent.join(' ')}`;
}

async function window(): Promise<string> {
  const { buildRenderer } = await import('./renderer.ts');
  return (await buildRenderer()) ? 'built' : 'skipped: renderer/index.html is not there';
}

/**
 * Runs `work` unless its sources (places in the clone) are the same as when it last succeeded; returns its outcome in
 * words. Waits for another process that is at it.
 */
export async function unlessUnchanged(
  name: string,
  sources: readonly string[],
  work: () => Promise<string>,
): Promise<string> {
  return withLock(path.join(dist, `.${name}.lock`), async () => {
    const stamp = path.join(dist, `.${name}.sources`);
    const hash = hashSources([...sources, ...always]);
    if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === hash) return 'unchanged';
    fs.rmSync(stamp, { force: true });
    const outcome = await work().catch((error: unknown) => {
      throw new SetUpProblem(error instanceof Error ? error.message : String(error));
    });
    fs.writeFileSync(stamp, hash);
    return outcome;
  });
}
