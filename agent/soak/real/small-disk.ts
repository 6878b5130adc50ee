import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from '../../../platform/run-process.ts';

/*
 * A disk of 4 MB in memory, as far as this user may mount one; else a plain directory that never fills.
 */

export interface SmallDisk {
  readonly path: string;
  readonly canFill: boolean;
  fill(): void;
  free(): void;
  dispose(): Promise<void>;
}

const LIMIT_MS = 10_000;
const CHUNK = Buffer.alloc(65_536);

export const mountSmallDisk = async (dir: string): Promise<SmallDisk> => {
  const path = join(dir, 'disk');
  mkdirSync(path);
  const mounted = await runProcess('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', path], { timeoutMs: LIMIT_MS });
  const canFill = mounted.ended === 'exit' && mounted.code === 0;
  const filler = join(path, 'filler');
  return {
    path,
    canFill,
    fill: () => {
      try {
        for (;;) writeFileSync(filler, CHUNK, { flag: 'a' });
      } catch {
        // Full: that is the point.
      }
    },
    free: () => rmSync(filler, { force: true }),
    dispose: async () => {
      if (canFill) await runProcess('umount', ['-l', path], { timeoutMs: LIMIT_MS });
    },
  };
};
