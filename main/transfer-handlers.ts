import { readFile, stat, writeFile } from 'node:fs/promises';
import type { HubSetting, ImportOutcome, LocalSettings } from '../fleet/ipc.ts';
import type { FileDialogs } from './file-dialogs.ts';
import type { InvokeHandlers } from './ipc-host.ts';
import type { SecretStore } from './secrets.ts';
import { exportText, LARGEST_FILE_BYTES, readExport } from './transfer.ts';

export interface TransferParts {
  readonly settings: { readonly get: () => LocalSettings; readonly save: (settings: LocalSettings) => void };
  readonly secrets: SecretStore;
  readonly dialogs: FileDialogs;
  readonly useHubs: (hubs: readonly HubSetting[]) => Promise<void>;
  readonly changed: () => void;
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Settings to and from one file. */
export const createTransferHandlers = (
  parts: TransferParts,
): Pick<InvokeHandlers, 'export-settings' | 'import-settings'> => ({
  'export-settings': async () => {
    const path = await parts.dialogs.saveSettings();
    if (path === undefined) return { outcome: 'cancelled' };
    try {
      await writeFile(path, exportText(parts.settings.get()), { mode: 0o600 });
      return { outcome: 'saved', path };
    } catch (error) {
      return { outcome: 'failed', text: textOf(error) };
    }
  },
  'import-settings': async () => {
    const path = await parts.dialogs.openSettings();
    return path === undefined ? { outcome: 'cancelled' } : takeFile(parts, path);
  },
});

const takeFile = async (parts: TransferParts, path: string): Promise<ImportOutcome> => {
  let text: string;
  try {
    if ((await stat(path)).size > LARGEST_FILE_BYTES) {
      return { outcome: 'failed', code: 'not_settings', text: 'This file is too large for settings.' };
    }
    text = await readFile(path, 'utf8');
  } catch (error) {
    return { outcome: 'failed', code: 'unreadable', text: textOf(error) };
  }
  const read = readExport(text, parts.settings.get());
  if (!read.ok) return { outcome: 'failed', code: read.code, text: read.text };
  try {
    parts.settings.save(read.settings);
  } catch (error) {
    return { outcome: 'failed', code: 'not_saved', text: textOf(error) };
  }
  const { hubs } = read.settings;
  if (hubs.length > 0) await parts.useHubs(hubs);
  parts.changed();
  return { outcome: 'taken', hubs: hubs.length, withoutPassword: await namesWithoutPassword(parts, hubs) };
};

const namesWithoutPassword = async ({ secrets }: TransferParts, hubs: readonly HubSetting[]): Promise<string[]> => {
  const secretsOf = await Promise.all(hubs.map((hub) => secrets.find(hub)));
  const lacks = (hub: HubSetting, index: number): boolean =>
    hub.user !== undefined && secretsOf[index]?.password === undefined;
  return hubs.filter(lacks).map(({ name }) => name);
};
