import { dialog, type BrowserWindow } from 'electron';
import type { FilePurpose } from '../fleet/ipc.ts';

/** The system's dialogs; each answers the chosen path, or undefined. */
export interface FileDialogs {
  readonly openPem: (purpose: FilePurpose) => Promise<string | undefined>;
  readonly openSettings: () => Promise<string | undefined>;
  readonly saveSettings: () => Promise<string | undefined>;
}

const JSON_FILES = [{ name: 'JSON', extensions: ['json'] }];

export const createFileDialogs = (window: () => BrowserWindow | undefined): FileDialogs => {
  const open = async (filters: Electron.FileFilter[]): Promise<string | undefined> => {
    const owner = window();
    const options: Electron.OpenDialogOptions = { properties: ['openFile'], filters };
    const { filePaths } = await (owner ? dialog.showOpenDialog(owner, options) : dialog.showOpenDialog(options));
    return filePaths[0];
  };
  return {
    openPem: (purpose) =>
      open([
        { name: 'PEM', extensions: purpose === 'key' ? ['pem', 'key'] : ['pem', 'crt', 'cer'] },
        { name: '*', extensions: ['*'] },
      ]),
    openSettings: () => open(JSON_FILES),
    saveSettings: async () => {
      const owner = window();
      const options = { defaultPath: 'fleet-console-settings.json', filters: JSON_FILES };
      const { filePath } = await (owner ? dialog.showSaveDialog(owner, options) : dialog.showSaveDialog(options));
      return filePath === '' ? undefined : filePath;
    },
  };
};
