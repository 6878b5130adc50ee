import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startMosquitto } from '../../platform/mosquitto.test-support.ts';
import { runEngine, temporaryDir, testConfig, testHub, type TestEngine } from './engine.test-support.ts';
import { connectPublisher, TestSite, type TestPublisher } from './site-speaker.test-support.ts';

const SITES = 200;

/** Larger than the free room of the disk, smaller than what a hub and the inbox hold. */
const fill = async (publisher: TestPublisher, sites: readonly TestSite[]): Promise<void> => {
  for (const site of sites) {
    const cameras = Array.from({ length: 64 }, (_, n) => ({ nvr: 'nvr', id: `camera-${n}`, name: 'x'.repeat(60), detect: 'online', record: 'online', audio: 'disabled', fps: 5, expected_fps: 5, since_ts: Date.now() }));
    await publisher.send(site.state('cameras', { cameras }), site.alert(1));
  }
};

const proveFullDisk = async ({ engine, window }: TestEngine, publisher: TestPublisher, filler: string): Promise<void> => {
  await window.until('connected', ({ hubs }) => hubs['hub-1']?.state === 'connected');
  const sites = Array.from({ length: SITES }, (_, n) => new TestSite(`BL-LAB-${n}`));
  await fill(publisher, sites);
  await window.until('the notice', ({ notices }) => notices['store']?.kind === 'disk_full');
  assert.ok(Object.keys(window.tables.alerts).length < SITES);
  assert.equal(engine.hubs[0]!.record.state, 'connected');
  truncateSync(filler, 0);
  await window.until('no notice', ({ notices }) => notices['store'] === undefined);
  await window.until('every alert', ({ alerts }) => Object.keys(alerts).length === SITES);
};

test('FS-472: a full disk stops the picture with a notice and crashes nothing; with room again everything is there', { skip: userInfo().uid !== 0 && 'mounting needs root' }, async () => {
  const broker = await startMosquitto();
  const dir = temporaryDir();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', dir.path]);
  const filler = join(dir.path, 'filler');
  writeFileSync(filler, Buffer.alloc(3_000_000));
  const publisher = await connectPublisher(broker.url);
  const running = runEngine(testConfig(dir.path, [testHub(broker.url)]));
  try {
    await proveFullDisk(running, publisher, filler);
  } finally {
    await running.stop();
    await publisher.close();
    await broker.dispose();
    execFileSync('umount', [dir.path]);
    dir.remove();
  }
});
