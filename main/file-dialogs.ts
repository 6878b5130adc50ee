import { dialog, type BrowserWindow } from 'electron';
import type { FilePurpose } from '../fleet/ipc.ts';

/** The system's dialogs; each answers the chosen path, or undefined. */
export interface FileDialogs {
  readonly openPem: (purpose: FilePurpose) => Promise<string | undefined>;
  readonly openStreets: () => Promise<string | undefined>;
  readonly openSettings: () => Promise<string | undefined>;
  readonly saveSettings: () => Promise<string | undefined>;
  /** Where a site's kit goes; `name` is proposed. */
  readonly saveKit: (name: string) => Promise<string | undefined>;
}

const JSON_FILES = [{ name: 'JSON', extensions: ['json'] }];
const TAR_FILES = [{ name: 'TAR', extensions: ['tar'] }];

export const createFileDialogs = (window: () => BrowserWindow | undefined): FileDialogs => {
  const open = async (filters: Electron.FileFilter[]): Promise<string | undefined> => {
    const owner = window();
    const options: Electron.OpenDialogOptions = { properties: ['openFile'], filters };
    const { filePaths } = await (owner ? dialog.showOpenDialog(owner, options) : dialog.showOpenDialog(options));
    return filePaths[0];
  };
  const save = async (defaultPath: string, filters: Electron.FileFilter[]): Promise<string | undefined> => {
    const owner = window();
    const options = { defaultPath, filters };
    const { filePath } = await (owner ? dialog.showSaveDialog(owner, options) : dialog.showSaveDialog(options));
    return filePath === '' ? undefined : filePath;
  };
  return {
    openPem: (purpose) =>
      open([
        { name: 'PEM', extensions: purpose === 'key' ? ['pem', 'key'] : ['pem', 'crt', 'cer'] },
        { name: '*', extensions: ['*'] },
      ]),
    openStreets: () => open([{ name: 'PMTiles', extensions: ['pmtiles'] }]),
    openSettings: () => open(JSON_FILES),
    saveSettings: () => save('fleet-console-settings.json', JSON_FILES),
    saveKit: (name) => save(name, TAR_FILES),
  };
};
