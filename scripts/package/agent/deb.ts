import fs from 'node:fs';
import path from 'node:path';
import { agentUnit, restartUnits } from '../../../agent/templates/site-files.ts';
import { sitePlaces } from '../../../agent/templates/places.ts';
import { root } from '../../paths.ts';
import { withScratchFolder } from '../../setup/cache.ts';
import { runOrThrow } from '../../setup/command.ts';
import type { AgentPlatform } from './platforms.ts';
import { versionName, type PackedFile } from './tree.ts';

/** Why each: the runtime's libraries, the broker, signing requests, the agent's own user. */
const DEPENDS = 'libc6 (>= 2.28), libstdc++6, mosquitto (>= 2.0), openssl, systemd (>= 247)';

const POSTINST = `#!/bin/sh
set -e
if [ "$1" = configure ]; then
  systemd-sysusers /usr/lib/sysusers.d/blocao-agent.conf
  if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    systemctl try-restart blocao-agent.service
    # A broker set up by an older version does not call for the unit that may start it anew.
    if [ -e /etc/systemd/system/blocao-broker.service ]; then systemctl enable --now blocao-broker-restart.path; fi
  fi
fi
`;
const PRERM = `#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
  systemctl disable --now blocao-agent.service blocao-broker-restart.path
fi
`;
const POSTRM = `#!/bin/sh
set -e
# Keys and settings in /etc/blocao-agent stay: nothing can make them again.
if [ "$1" = purge ]; then rm -rf /var/lib/blocao-agent; fi
if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
`;

interface About {
  readonly version: string;
  readonly description: string;
  readonly author: string;
  readonly homepage: string;
}

/** Writes the Debian package to `out`. Its bytes follow from the files and the time alone (SOURCE_DATE_EPOCH, one thread). */
export async function makeDeb(platform: AgentPlatform, files: readonly PackedFile[], epochS: number, out: string): Promise<void> {
  await withScratchFolder(async (stage) => {
    const about = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as About;
    place(stage, platform, files, about.version);
    writeControl(stage, platform, files, about);
    const args = ['--root-owner-group', '-Zxz', '-z1', '--threads-max=1', '--build', stage, out];
    await runOrThrow('dpkg-deb', args, { env: { ...process.env, SOURCE_DATE_EPOCH: String(epochS) } });
  });
}

function write(file: string, content: string | Buffer, mode: number): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  fs.chmodSync(file, mode);
}

function place(stage: string, platform: AgentPlatform, files: readonly PackedFile[], version: string): void {
  const name = versionName(version, platform);
  for (const { path: inside, mode, content } of files) write(path.join(stage, 'opt/blocao-agent', name, inside), content, mode);
  fs.symlinkSync(name, path.join(stage, 'opt/blocao-agent/current'));
  fs.mkdirSync(path.join(stage, 'usr/bin'), { recursive: true });
  fs.symlinkSync('/opt/blocao-agent/current/bin/blocao-agent', path.join(stage, 'usr/bin/blocao-agent'));
  const template = (file: string): string => fs.readFileSync(path.join(root, 'resources', file), 'utf8');
  write(path.join(stage, 'usr/lib/systemd/system/blocao-agent.service'), agentUnit(template, sitePlaces('')), 0o644);
  for (const unit of restartUnits(template, sitePlaces(''))) write(path.join(stage, 'usr/lib/systemd/system', unit.name), unit.text, 0o644);
  write(path.join(stage, 'usr/lib/sysusers.d/blocao-agent.conf'), template('site/blocao-agent.sysusers'), 0o644);
  for (const licence of ['LICENSE', 'third-party-licences.txt']) {
    const content = files.find(({ path: inside }) => inside === licence)?.content ?? '';
    write(path.join(stage, 'usr/share/doc/blocao-agent', licence === 'LICENSE' ? 'copyright' : licence), content, 0o644);
  }
  for (const folder of fs.readdirSync(stage, { recursive: true, withFileTypes: true })) {
    if (folder.isDirectory()) fs.chmodSync(path.join(folder.parentPath, folder.name), 0o755);
  }
  fs.chmodSync(stage, 0o755);
}

function writeControl(stage: string, { debian }: AgentPlatform, files: readonly PackedFile[], about: About): void {
  const sizeKb = Math.ceil(files.reduce((sum, { content }) => sum + content.byteLength, 0) / 1024);
  const control = [
    'Package: blocao-agent',
    `Version: ${about.version}`,
    `Architecture: ${debian}`,
    `Maintainer: ${about.author}`,
    `Installed-Size: ${sizeKb}`,
    `Depends: ${DEPENDS}`,
    'Section: net',
    'Priority: optional',
    `Homepage: ${about.homepage}`,
    'Description: Agent of a Blocao site',
    ' Reports the state of a site with Frigate to the hubs of its fleet, with or without',
    ' a connection, and sets up hubs and sites.',
    '',
  ].join('\n');
  write(path.join(stage, 'DEBIAN/control'), control, 0o644);
  for (const [name, script] of [['postinst', POSTINST], ['prerm', PRERM], ['postrm', POSTRM]] as const) {
    write(path.join(stage, 'DEBIAN', name), script, 0o755);
  }
}
