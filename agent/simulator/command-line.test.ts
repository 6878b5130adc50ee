import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSimulate, parseStep } from './command-line.ts';
import { credentialsFrom } from './run-command.ts';

const NOW = 1_780_000_000_000;

const options = (...args: readonly string[]) => {
  const parsed = parseSimulate(args, NOW);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.options;
};

test('defaults: 30 sites, seed 1, real time from now, the story', () => {
  assert.deepEqual(options('--hub', 'mqtt://a.example'), {
    sites: 30,
    hubs: ['mqtt://a.example'],
    seed: 1,
    clock: { speed: 1, baseMs: NOW },
    story: true,
    steps: [],
  });
});

test('several hubs, a site on its own broker, a calm fleet, single scenarios', () => {
  assert.deepEqual(options('--hub', 'mqtt://a.example', '--hub', 'mqtt://b.example').hubs.length, 2);
  const local = options('--local', 'mqtt://127.0.0.1:1883', '--site', 'BL-LAB-1');
  assert.deepEqual([local.local?.site, local.story], ['BL-LAB-1', false]);
  assert.equal(options('--hub', 'mqtt://a.example', '--calm').story, false);
  assert.deepEqual(options('--hub', 'mqtt://a.example', '--only', 'BL-WH-N=wan_down@75+420', '--only', 'BL-LAB-1=hot@5').steps, [
    { site: 'BL-WH-N', kind: 'wan_down', atS: 75, forS: 420 },
    { site: 'BL-LAB-1', kind: 'hot', atS: 5, forS: 600 },
  ]);
});

test('FS-684: what makes no sense is refused in words', () => {
  for (const args of [
    [],
    ['--hub', 'ftp://a.example'],
    ['--hub', 'ws://a.example/mqtt'],
    ['--hub', 'mqtt://a.example', '--sites', '0'],
    ['--hub', 'mqtt://a.example', '--speed', '61'],
    ['--hub', 'mqtt://a.example', '--password', 'x'],
    ['--hub', 'mqtt://a.example', '--only', 'BL-LAB-1=burns@5'],
    ['--local', 'mqtt://127.0.0.1:1883'],
    ['--local', 'mqtt://127.0.0.1:1883', '--site', 'bl-lab-1'],
    ['--local', 'mqtt://127.0.0.1:1883', '--site', 'BL-LAB-1', '--hub', 'mqtt://a.example'],
  ]) {
    const parsed = parseSimulate(args, NOW);
    assert.ok(!parsed.ok && parsed.text.length > 10, args.join(' '));
  }
});

test('a scenario names site, kind and moment', () => {
  assert.equal(parseStep('BL-WH-N'), undefined);
  assert.equal(parseStep('../x=hot@1'), undefined);
  assert.equal(parseStep('BL-WH-N=constructor@1'), undefined);
});

test('credentials come from the environment; empty ones count as absent', () => {
  assert.deepEqual(credentialsFrom({ BLOCAO_HUB_USER: '%S', BLOCAO_HUB_PASSWORD: '' }), { hubUser: '%S' });
});
