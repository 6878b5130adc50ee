import { basename } from 'node:path';
import type { LocalSettings } from '../fleet/ipc.ts';
import type { FileDialogs } from './file-dialogs.ts';
import type { InvokeHandlers } from './ipc-host.ts';
import { streetsFault } from './streets.ts';

export interface StreetsParts {
  readonly settings: { readonly get: () => LocalSettings; readonly save: (settings: LocalSettings) => void };
  readonly dialogs: Pick<FileDialogs, 'openStreets'>;
  readonly changed: () => void;
}

/** Choosing the file with streets, and giving it up. The file itself is only read. */
export const createStreetsHandlers = ({ settings, dialogs, changed }: StreetsParts): Pick<InvokeHandlers, 'choose-streets' | 'forget-streets'> => ({
  'choose-streets': async () => {
    const path = await dialogs.openStreets();
    if (path === undefined) return { outcome: 'cancelled' };
    const fault = await streetsFault(path);
    if (fault !== undefined) return { outcome: 'failed', fault, name: basename(path) };
    settings.save({ ...settings.get(), streetsFile: path });
    changed();
    return { outcome: 'taken', name: basename(path) };
  },
  'forget-streets': () => {
    const { streetsFile: _, ...rest } = settings.get();
    settings.save(rest);
    changed();
    return null;
  },
});
