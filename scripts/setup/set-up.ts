import path from 'node:path';
import { modules } from '../paths.ts';
import { ensureDebianPackages, type Purpose } from './debian-packages.ts';
import { ensureElectron, needsOwnSqliteBinding } from './electron.ts';
import { withLock } from './lock.ts';
import { ensureSqliteBinding, isSqliteBindingCached } from './sqlite-binding.ts';
import { step } from './step.mjs';

/**
 * Everything between `npm ci` and a runnable app, each step skipped when its result is there. Prints a line per step.
 * Waits for another process that sets the same clone up. `display`: true when a screen has to be made because the machine has none.
 */
export async function setUp(purpose: Purpose, needs: { display: boolean }): Promise<void> {
  await withLock(path.join(modules, '.cache', 'set-up.lock'), async () => {
    await step('Electron', ensureElectron);
    const ownBinding = needsOwnSqliteBinding();
    const compiler = ownBinding && !(await isSqliteBindingCached());
    await step('Debian packages', () => ensureDebianPackages(purpose, { ...needs, compiler }));
    if (ownBinding) await step('SQLite for Electron', ensureSqliteBinding);
  });
}
