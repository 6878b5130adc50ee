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
  let asking: DownloadItem | undefined;
  let quietUntilMs = 0;
  let wasRefused = false;
  return (item: DownloadItem): void => {
    // Who said no is asked again only after a click or a key in the page.
    if (asking !== undefined || performance.now() < quietUntilMs || (wasRefused && !item.hasUserGesture())) return item.cancel();
    asking = item;
    const answered = (): void => void (asking = asking === item ? undefined : asking);
    item.setSaveDialogOptions({ title: title(), defaultPath: safeName(item.getFilename()) });
    // Bytes may come while the dialog still stands; the path is there once it was answered.
    item.on('updated', () => {
      if (item.getSavePath() !== '') answered();
    });
    item.once('done', (_event, state) => {
      answered();
      // Who said no is not asked again at once.
      if (state === 'cancelled') [wasRefused, quietUntilMs] = [true, performance.now() + QUIET_MS];
      const outcome = state === 'completed' ? 'saved' : state === 'cancelled' ? 'cancelled' : 'failed';
      const file = basename(item.getSavePath()) || safeName(item.getFilename());
      onDone({ type: 'download', file, bytes: item.getReceivedBytes(), outcome });
    });
  };
};
