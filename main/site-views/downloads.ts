import { basename } from 'node:path';
import type { DownloadItem } from 'electron';
import type { ConsoleRecordEvent } from '../../fleet/tunnel/window.ts';
import { safeName } from './file-name.ts';

const QUIET_MS = 3_000;

type Download = Extract<ConsoleRecordEvent, { type: 'download' }>;

/**
 * Each download of a site's page is the operator's choice: the system's dialog says which site offers it. While one
 * question stands, further ones are refused: a page must not bury the screen in dialogs.
 */
export const createDownloads = (title: () => string, onDone: (download: Download) => void) => {
  let asking = false;
  let quietUntilMs = 0;
  return (item: DownloadItem): void => {
    if (asking || performance.now() < quietUntilMs) return item.cancel();
    asking = true;
    item.setSaveDialogOptions({ title: title(), defaultPath: safeName(item.getFilename()) });
    item.once('updated', () => (asking = false));
    item.once('done', (_event, state) => {
      asking = false;
      // Who said no is not asked again at once.
      if (state === 'cancelled') quietUntilMs = performance.now() + QUIET_MS;
      const outcome = state === 'completed' ? 'saved' : state === 'cancelled' ? 'cancelled' : 'failed';
      const file = basename(item.getSavePath()) || safeName(item.getFilename());
      onDone({ type: 'download', file, bytes: item.getReceivedBytes(), outcome });
    });
  };
};
