import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { kernelAddress, parseConnections } from './bridge-sockets.ts';
import { parseCertificate } from './certificate.ts';
import { parseChrony, parseOsName, parseTimedatectl } from './machine.ts';
import { busyPct, parseBootTs, parseCpuTimes, parseMemory } from './processor.ts';
import { parsePing } from './uplink.ts';

const STAT = 'cpu  100 0 50 800 50 0 0 0 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\nbtime 1780000000\n';

test('processor load is the busy share between two readings; waiting for disks is not busy', () => {
  const before = parseCpuTimes(STAT);
  const now = parseCpuTimes('cpu  150 0 50 840 60 0 0 0 0 0\n');
  assert.equal(busyPct(before, now), 50);
  assert.deepEqual([busyPct(undefined, now), busyPct(now, before), busyPct(now, now)], [undefined, undefined, undefined]);
});

test('start of the system is btime; 0 is none', () => {
  assert.equal(parseBootTs(STAT), 1_780_000_000_000);
  assert.equal(parseBootTs('btime 0\n'), undefined);
});

test('memory in use is what is not available', () => {
  assert.deepEqual(parseMemory('MemTotal:  1000000 kB\nMemFree: 1 kB\nMemAvailable:  250000 kB\n'), { totalMb: 977, usedPct: 75 });
  assert.deepEqual(parseMemory('MemTotal:  1000000 kB\n'), { totalMb: 977 });
  assert.equal(parseMemory('MemAvailable:  250000 kB\n'), undefined);
});

test('ping of iputils and of BusyBox is read, with and without answers', () => {
  const iputils = '--- h ping statistics ---\n3 packets transmitted, 3 received, 0% packet loss, time 402ms\nrtt min/avg/max/mdev = 10.1/12.5/15.0/1.2 ms\n';
  const busybox = '3 packets transmitted, 2 packets received, 33% packet loss\nround-trip min/avg/max = 10.1/12.5/15.0 ms\n';
  const silent = '3 packets transmitted, 0 received, 100% packet loss, time 402ms\n';
  assert.deepEqual([iputils, busybox, silent].map(parsePing), [
    { sent: 3, lost: 0, rttMs: 12.5 },
    { sent: 3, lost: 1, rttMs: 12.5 },
    { sent: 3, lost: 3 },
  ]);
});

test('the clock is read from chrony and from the kernel by timedatectl', () => {
  const chrony = (leap: string) => `C0A80101,192.168.1.1,3,1780000000.1,-0.012345678,0.001,0.002,1.2,0.0,0.03,0.01,0.001,64.5,${leap}\n`;
  assert.deepEqual(parseChrony(chrony('Normal')), { synced: true, source: 'chrony', offsetMs: -12 });
  assert.deepEqual(parseChrony(chrony('Not synchronised')), { synced: false, source: 'chrony' });
  assert.deepEqual([parseTimedatectl('NTPSynchronized=yes\n'), parseTimedatectl('NTPSynchronized=no\n'), parseTimedatectl('')], [true, false, undefined]);
});

test('the name of the system is read with and without quotes', () => {
  assert.equal(parseOsName('NAME="x"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n'), 'Debian GNU/Linux 12 (bookworm)');
  assert.equal(parseOsName('PRETTY_NAME=OpenWrt\n'), 'OpenWrt');
});

test('addresses are written as the kernel writes them', () => {
  assert.equal(kernelAddress('127.0.0.1'), '0100007F');
  assert.equal(kernelAddress('::1'), '00000000000000000000000001000000');
  assert.equal(kernelAddress('fd7a:115c::7'), '5C117AFD000000000000000007000000');
  assert.equal(kernelAddress('hub.example'), undefined);
});

test('only established connections count, mapped IPv4 addresses as IPv4', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:C350 0200000A:22B3 01 00000000:00000000 00:00000000 00000000   110        0 564 1',
    '   1: 0100007F:C351 0200000A:22B3 06 00000000:00000000 00:00000000 00000000   110        0 564 1',
    '   2: 0000000000000000FFFF00000100007F:C352 0000000000000000FFFF00000300000A:22B3 01 00000000:00000000 00:00000000 00000000   110        0 565 1',
    'garbage 01 02',
  ].join('\n');
  assert.deepEqual(parseConnections(table), [
    { localPort: 50_000, remote: '0200000A', remotePort: 8_883, uid: 110 },
    { localPort: 50_002, remote: '0300000A', remotePort: 8_883, uid: 110 },
  ]);
});

const PARSERS: readonly ((text: string) => unknown)[] = [parseCpuTimes, parseBootTs, parseMemory, parsePing, parseChrony, parseTimedatectl, parseOsName, parseConnections, parseCertificate];
const FRAGMENTS = ['cpu  ', 'btime ', 'MemTotal:', ' kB\n', ' packets transmitted, ', '\n3 packets transmitted, 1 received\n', '-1', '99999999999999999999', 'NaN', '\n', ' ', '0', ',', '\0', '\u202e', '-----BEGIN CERTIFICATE-----\n'];

test('FS-940: garbled files are absent, never a figure out of nothing and never a fault', () => {
  const garbled = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 40 }).map((parts) => parts.join('')));
  fc.assert(
    fc.property(garbled, (text) => {
      for (const parse of PARSERS) {
        const value = parse(text);
        assert.doesNotMatch(JSON.stringify(value) ?? '', /null|NaN/);
      }
    }),
    { seed: 940, numRuns: 500 },
  );
});
