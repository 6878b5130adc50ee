import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { SITE_KIT_FILE, SITE_KIT_KIND, siteKitText } from '../../fleet/site-kit.ts';
import type { SiteId } from '../../fleet/ids.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { agentOut, ensureAgentPackages } from '../package/agent/make-agent.ts';
import { docBlocks, type DocBlock } from './doc-blocks.ts';
import { startMachines, type Machines } from './machines.test-support.ts';

/** docs/hub.md and docs/site-installer.md, command by command, on machines that take every change. */

const PASSWORD = 'correct horse battery staple';
const HUB = 'hub-a.customer.example';
const SITE = 'BL-LAB-1';
const [hubPage, sitePage] = ['docs/hub.md', 'docs/site-installer.md'].map((page) => docBlocks(page, fs.readFileSync(page, 'utf8')));
const notRoot = process.getuid?.() === 0 ? false : 'makes machines, which only root may';
let machines: Machines;

const blocksOf = (page: readonly DocBlock[] | undefined, machine: string, when = ''): readonly DocBlock[] =>
  (page ?? []).filter((block) => block.machine === machine && block.when === when);
const run = (blocks: readonly DocBlock[]): string => {
  assert.ok(blocks.length > 0);
  return blocks.map(({ page, line, machine, script }) => `# ${page}:${line}\n${machines.run(machine, script, `${PASSWORD}\n`)}`).join('\n');
};

/** What the console saves: facts and the package in one folder of a tar. */
const putKitOnStick = (): void => {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'blocao-kit-'));
  const folder = path.join(scratch, `blocao-site-${SITE}`);
  fs.mkdirSync(folder);
  const deb = fs.readdirSync(agentOut).find((name) => name.endsWith('_amd64.deb')) ?? '';
  fs.copyFileSync(path.join(agentOut, deb), path.join(folder, deb));
  const ca = machines.run('hub', 'cat /etc/blocao-hub/tls/ca.crt');
  const hubs = [{ name: 'hub-a', host: HUB, port: 8883 }];
  const description = { name: 'Lab', lat: 47.5, lon: 8.25, time_zone: 'Europe/Zurich' };
  fs.writeFileSync(path.join(folder, SITE_KIT_FILE), siteKitText({ kind: SITE_KIT_KIND, v: 1, site: SITE as SiteId, description, hubs, ca }));
  execFileSync('tar', ['-cf', path.join(machines.stick, `blocao-site-${SITE}.tar`), '-C', scratch, path.basename(folder)]);
  fs.rmSync(scratch, { recursive: true });
};

const listen = (topic: string, seconds = 20): string =>
  machines.run('hub', `mosquitto_sub -h ${HUB} -p 8884 -V mqttv5 --cafile /etc/blocao-hub/tls/ca.crt -u desk-1 -P '${PASSWORD}' -t '${topic}' -C 1 -W ${seconds}`);

before(async () => {
  if (notRoot) return;
  await ensureAgentPackages({ fresh: false });
  machines = await startMachines(['hub', 'hub-b', 'router', 'other'], [HUB, 'hub-b.customer.example']);
  for (const name of fs.readdirSync(agentOut)) fs.copyFileSync(path.join(agentOut, name), path.join(machines.stick, name));
});
after(() => machines?.dispose());

test('a hub is set up by the commands of its page, and lets a console in', { skip: notRoot }, () => {
  const [install, ...rest] = blocksOf(hubPage, 'hub');
  machines.run('hub', `mkdir -p /root/p && cp /media/stick/*_amd64.deb /root/p && cd /root/p && ${install?.script ?? ''}`);
  run(rest.slice(0, 2));
  assert.match(listen('$SYS/broker/version', 10), /mosquitto version 2/);
  assert.match(machines.run('hub', 'nft list table inet blocao_hub'), /tcp dport 8883 goto hub_sites/);
});

test('a router is installed by the commands of its page, and headquarters sees it', { skip: notRoot }, async () => {
  putKitOnStick();
  run(blocksOf(sitePage, 'router'));
  run(blocksOf(hubPage, 'hub').slice(3, 4));
  run(blocksOf(sitePage, 'router', 'certified').slice(0, 2));
  const password = machines.run('router', 'cat /etc/blocao-agent/secrets/broker-frigate');
  machines.start('frigate-stand-in.test-support.ts', { BROKER_PASSWORD: password });
  const report = await waitFor('the site at the hub', () => listen(`fleet/v1/${SITE}/state/agent`));
  assert.match(report, /"site":"BL-LAB-1".*"state":"online"/);
  assert.match(listen(`fleet/v1/${SITE}/state/site`), /"name":"Lab"/);
});

test('with Frigate at its place doctor finds no fault and headquarters gets its code', { skip: notRoot }, async () => {
  const [doctor] = blocksOf(sitePage, 'router', 'working');
  let said = '';
  const healthy = (): boolean => {
    try {
      said = machines.run('router', doctor?.script ?? 'false');
      return /sees: 8 of 8 cameras, recording/.test(said) && said.split('\n').every((line) => !/^[a-z]/.test(line) || line.startsWith('ok '));
    } catch (error) {
      said = String(error);
      return false;
    }
  };
  await waitFor('doctor to see all cameras', healthy, 120_000).catch((error: unknown) => assert.fail(`${String(error)}\n${said}`));
  assert.match(said, /^Code \d{4}\./m);
  assert.match(run(blocksOf(sitePage, 'router', 'certified').slice(2)), /good/);
});

test('systemd runs each unit as it is hardened, and starts an agent anew that hangs', { skip: notRoot }, async () => {
  const show = (machine: string, unit: string): string => machines.run(machine, `systemctl show ${unit} -p ActiveState,SubState,NRestarts,User,MainPID`);
  for (const [machine, unit, user] of [['hub', 'blocao-hub', 'mosquitto'], ['router', 'blocao-broker', 'mosquitto'], ['router', 'blocao-agent', 'blocao-agent']] as const) {
    for (const fact of ['ActiveState=active', 'SubState=running', 'NRestarts=0', `User=${user}`]) assert.ok(show(machine, unit).split('\n').includes(fact), `${unit} ${fact}`);
    const [, pid] = /^MainPID=(\d+)$/m.exec(show(machine, unit)) ?? [];
    const status = machines.run(machine, `cat /proc/${pid}/status`);
    for (const fact of [/^Seccomp:\s+2$/m, /^NoNewPrivs:\s+1$/m, /^CapEff:\s+0+$/m, /^CapBnd:\s+0+$/m]) assert.match(status, fact, unit);
  }
  machines.run('router', 'mkdir -p /run/systemd/system/blocao-agent.service.d; printf "[Service]\\nWatchdogSec=3\\nRestartSec=0\\n" > /run/systemd/system/blocao-agent.service.d/hurry.conf; systemctl daemon-reload; systemctl restart blocao-agent; kill -STOP "$(systemctl show -p MainPID --value blocao-agent)"');
  await waitFor('the watchdog', () => /NRestarts=1/.test(show('router', 'blocao-agent')) && /SubState=running/.test(show('router', 'blocao-agent')));
});

test('the agent may ask systemd for a new start of the broker, one that hangs too, and so often only', { skip: notRoot }, async () => {
  const mainPid = (): string => machines.run('router', 'systemctl show blocao-broker -p MainPID --value').trim();
  const journal = (): string => machines.run('router', 'journalctl -u blocao-broker-restart.service -o cat --no-pager');
  const asAgent = (file: string): string => machines.run('router', `runuser -u blocao-agent -- sh -c 'date +%N > /var/lib/blocao-agent/${file}'`);
  const started = async (what: string, before: string): Promise<string> => waitFor(what, () => !['0', before].includes(mainPid()) && mainPid());
  const idle = async (): Promise<unknown> => waitFor('the unit to be done', () => /inactive|failed/.test(machines.run('router', 'systemctl show blocao-broker-restart.service -p ActiveState')));
  // systemd forgets its counts at a reload, which only root may ask for.
  machines.run('router', 'mkdir -p /run/systemd/system/blocao-broker.service.d; printf "[Service]\\nTimeoutStopSec=1\\n" > /run/systemd/system/blocao-broker.service.d/hurry.conf; systemctl daemon-reload');
  const first = mainPid();
  asAgent('something-else');
  asAgent('broker-restart');
  const second = await started('a new start', first);
  await idle();
  assert.equal(journal().match(/Starting/g)?.length, 1);
  machines.run('router', `kill -STOP ${second}`);
  asAgent('broker-restart');
  await started('a new start of a broker that hangs', second);
  await idle();
  await waitFor('an end of it', async () => {
    asAgent('broker-restart');
    await idle();
    return /unit-start-limit-hit/.test(machines.run('router', 'systemctl show blocao-broker-restart.path -p Result'));
  });
  assert.equal(journal().match(/^Finished/gm)?.length, 6, journal());
  await waitFor('the broker', () => machines.run('router', 'systemctl is-active blocao-broker').startsWith('active'));
  machines.run('router', 'systemctl reset-failed blocao-broker-restart.path blocao-broker-restart.service; systemctl start blocao-broker-restart.path');
});

test('without a Debian package the agent is a folder and a link', { skip: notRoot }, () => {
  assert.match(run(blocksOf(sitePage, 'other')), /site-init/);
});

test('a second hub lives under the authority of the first', { skip: notRoot }, () => {
  for (const name of ['ca.crt', 'crl.pem']) machines.run('hub', `cp /etc/blocao-hub/tls/${name} /media/stick/`);
  const [ask, take] = blocksOf(hubPage, 'hub-b');
  run([ask!, ...blocksOf(hubPage, 'hub').slice(4), take!]);
  assert.match(machines.run('hub-b', 'openssl verify -CAfile /etc/blocao-hub/tls/ca.crt /etc/blocao-hub/tls/hub.crt'), /OK/);
});

test('a site that is taken back is refused by the hub', { skip: notRoot }, async () => {
  const log = (): string => machines.run('hub', 'journalctl -u blocao-hub --no-pager');
  assert.match(log(), /New bridge connected from .* as BL-LAB-1/);
  const connects = (): number | undefined => log().match(/New bridge connected/g)?.length;
  const before = connects();
  run(blocksOf(hubPage, 'hub', 'after'));
  // Its next attempt would come by itself within half a minute.
  machines.run('router', 'systemctl restart blocao-broker');
  await waitFor('the refusal', () => /certificate verify failed|revoked/i.test(log()));
  assert.equal(connects(), before);
});

test('every block of the pages is run by a test above', () => {
  const machinesOf = (page: readonly DocBlock[] | undefined): string[] => [...new Set((page ?? []).map(({ machine, when }) => `${machine} ${when}`.trim()))].sort();
  assert.deepEqual(machinesOf(hubPage), ['hub', 'hub after', 'hub-b']);
  assert.equal(blocksOf(hubPage, 'hub').length, 5);
  assert.deepEqual(machinesOf(sitePage), ['other', 'router', 'router certified', 'router working']);
  assert.equal(blocksOf(sitePage, 'router', 'certified').length, 3);
});
