import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SiteId } from '../../fleet/ids.ts';
import { openConsoleRecord } from './console-record.ts';

const line = (ts: number) => ({ ts, who: 'desk', site: 'BL-LAB-1' as SiteId, console: 'nvr', what: { type: 'opened' } as const });

const inFolder = async (run: (dir: string) => Promise<void>): Promise<void> => {
  const dir = mkdtempSync(join(tmpdir(), 'blocao-record-'));
  try {
    await run(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
};
const quiet = (): void => undefined;
const fileOf = (dir: string): string => join(dir, 'consoles-000001.jsonl');

test('FS-874: lines are appended over starts, newest first to read, and follow from each other', () =>
  inFolder(async (dir) => {
    const first = openConsoleRecord(dir, quiet);
    await Promise.all([first.write(line(1)), first.write(line(2))]);
    const before = readFileSync(fileOf(dir), 'utf8');
    await openConsoleRecord(dir, quiet).write(line(3));
    assert(readFileSync(fileOf(dir), 'utf8').startsWith(before));
    const { lines, state } = await openConsoleRecord(dir, quiet).read(2);
    assert.deepEqual(lines.map(({ n, ts }) => [n, ts]), [[3, 3], [2, 2]]);
    assert.equal(state, 'whole');
  }));

test('FS-874: a changed, a lost and an inserted line show', () =>
  inFolder(async (dir) => {
    const record = openConsoleRecord(dir, quiet);
    for (const ts of [1, 2, 3, 4]) await record.write(line(ts));
    const kept = readFileSync(fileOf(dir), 'utf8').split('\n');
    const [a, b, c, d] = kept as [string, string, string, string];
    for (const forged of [[a, b.replace('desk', 'else'), c, d], [a, c, d], [b.replace('"n":2', '"n":1'), c, d], [a, b, b, c, d]]) {
      writeFileSync(fileOf(dir), `${forged.join('\n')}\n`);
      assert.equal((await openConsoleRecord(dir, quiet).read(9)).state, 'broken', forged.join(' '));
    }
  }));

test('a line that a power cut tore costs that line only', () =>
  inFolder(async (dir) => {
    await openConsoleRecord(dir, quiet).write(line(1));
    appendFileSync(fileOf(dir), '{"n":2,"ts":2,"wh');
    const record = openConsoleRecord(dir, quiet);
    await record.write(line(3));
    const { lines, state } = await record.read(9);
    assert.deepEqual(lines.map(({ ts }) => ts), [3, 1]);
    assert.equal(state, 'whole');
  }));

test('FS-875: the record keeps a bounded number of files, and its numbers go on', () =>
  inFolder(async (dir) => {
    const record = openConsoleRecord(dir, quiet, { fileBytes: 300, files: 3 });
    for (let ts = 1; ts <= 40; ts += 1) await record.write(line(ts));
    assert(readdirSync(dir).length <= 3);
    const { lines, state } = await openConsoleRecord(dir, quiet).read(3);
    assert.deepEqual(lines.map(({ n }) => n), [40, 39, 38]);
    assert.equal(state, 'whole');
  }));

test('a disk that refuses is told, and nothing is thrown', () =>
  inFolder(async (dir) => {
    const told: string[] = [];
    writeFileSync(join(dir, 'file'), '');
    const record = openConsoleRecord(join(dir, 'file', 'below'), (text) => told.push(text));
    await record.write(line(1));
    assert.equal((await record.read(1)).state, 'unwritable');
    assert.equal(told.length, 1);
  }));
