import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../paths.ts';
import type { AgentPlatform } from './platforms.ts';
import type { Program } from './program.ts';
import type { Runtime } from './runtime.ts';

/** One file of a package, at its place below the package's own root. */
export interface PackedFile {
  readonly path: string;
  readonly mode: 0o644 | 0o755;
  readonly content: Buffer;
}

/** What one version is called, as a folder below /opt/blocao-agent and as a file. */
export const versionName = (version: string, { arch }: Pick<AgentPlatform, 'arch'>): string =>
  `blocao-agent-${version}-linux-${arch}`;

/**
 * Keeps the memory of a router for its recorder: a young generation of 1 MB and a bounded heap cost no measurable speed
 * at a message every few seconds.
 */
const NODE_FLAGS = '--max-semi-space-size=1 --max-old-space-size=96';

const LAUNCHER = `#!/bin/sh
# Starts the version that this file belongs to, whatever links led here.
here=$(dirname "$(readlink -f "$0")")
# One heap for all threads of the C library: 4 MB less.
export MALLOC_ARENA_MAX=1
exec "$here/node" ${NODE_FLAGS} "$here/../lib/blocao-agent.cjs" "$@"
`;

const TEMPLATE_FOLDERS = ['hub', 'site'];

/** Everything of one version: runtime, script, templates, licences; sorted. `epochS` is the time of the commit. */
export function agentTree(version: string, runtime: Runtime, program: Program, epochS: number): PackedFile[] {
  const text = (place: string, content: string, mode: PackedFile['mode'] = 0o644): PackedFile => ({
    path: place,
    mode,
    content: Buffer.from(content),
  });
  const files: PackedFile[] = [
    { path: 'bin/node', mode: 0o755, content: runtime.node },
    text('bin/blocao-agent', LAUNCHER, 0o755),
    text('lib/blocao-agent.cjs', program.script),
    ...templates().map((name) => text(`lib/templates/${name}`, fs.readFileSync(path.join(root, 'resources', name), 'utf8'))),
    text('LICENSE', fs.readFileSync(path.join(root, 'LICENSE'), 'utf8')),
    text('third-party-licences.txt', program.thirdParty),
    { path: 'node-LICENSE', mode: 0o644, content: runtime.licence },
    text('VERSION', `blocao-agent ${version}\nnode ${runtime.version}\npacked ${new Date(epochS * 1000).toISOString()}\n`),
  ];
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function templates(): string[] {
  const inFolders = TEMPLATE_FOLDERS.flatMap((folder) =>
    fs.readdirSync(path.join(root, 'resources', folder)).map((name) => `${folder}/${name}`),
  );
  return ['service-hardening.conf', ...inFolders];
}
