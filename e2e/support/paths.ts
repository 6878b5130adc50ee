import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The clone, whose dist/ the tests start. */
export const root = join(import.meta.dirname, '..', '..');

/** Node 24, as the agent and the scripts run on it. */
export const node = process.execPath;

/** A new folder; gone at the end of the run. */
export const freshDir = (name: string): string =>
  mkdtempSync(join(process.env['BLOCAO_E2E_FOLDER'] ?? tmpdir(), `${name}-`));
