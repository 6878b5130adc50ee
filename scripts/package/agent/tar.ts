import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import type { PackedFile } from './tree.ts';

/** A tar.gz whose bytes follow from the files and one time alone: root owns everything, folders come before content. */
export async function tarGz(top: string, files: readonly PackedFile[], epochS: number): Promise<Buffer> {
  const archive = pack();
  const common = { uid: 0, gid: 0, uname: 'root', gname: 'root', mtime: new Date(epochS * 1000) };
  for (const folder of foldersOf(top, files)) archive.entry({ ...common, name: `${folder}/`, type: 'directory', mode: 0o755 });
  for (const { path, mode, content } of files) archive.entry({ ...common, name: `${top}/${path}`, mode }, content);
  archive.finalize();
  return gzipSync(await buffer(archive), { level: 6 });
}

function foldersOf(top: string, files: readonly PackedFile[]): string[] {
  const folders = new Set([top]);
  for (const { path } of files) {
    const parts = path.split('/').slice(0, -1);
    for (let depth = 1; depth <= parts.length; depth += 1) folders.add([top, ...parts.slice(0, depth)].join('/'));
  }
  return [...folders].sort();
}
