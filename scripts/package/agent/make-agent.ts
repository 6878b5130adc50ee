import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { overCores } from '../../check/workers.ts';
import { unlessUnchanged } from '../../build/build-all.ts';
import { root } from '../../paths.ts';
import { runQuietly } from '../../setup/command.ts';
import { step } from '../../setup/step.mjs';
import { makeDeb } from './deb.ts';
import { agentPlatforms, type AgentPlatform } from './platforms.ts';
import { agentProgram, type Program } from './program.ts';
import { agentRuntime } from './runtime.ts';
import { tarGz } from './tar.ts';
import { agentTree, versionName } from './tree.ts';

export const agentOut = path.join(root, 'out', 'agent');

/** Time of the commit that is packed (s); everything in the packages bears it. */
export async function sourceDateEpoch(): Promise<number> {
  const given = process.env['SOURCE_DATE_EPOCH'];
  if (given !== undefined && /^\d+$/.test(given)) return Number(given);
  const { code, output } = await runQuietly('git', ['log', '-1', '--format=%ct'], { cwd: root });
  // Without a history (a source archive) the packages bear the time of the Debian release they are for.
  return code === 0 ? Number(output.trim()) : 1_686_355_200;
}

/** Both packages of one platform, into `out`. */
export async function makeAgentPackage(platform: AgentPlatform, program: Program, epochS: number, out: string): Promise<string[]> {
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const files = agentTree(version, await agentRuntime(platform), program, epochS);
  const name = versionName(version, platform);
  fs.mkdirSync(out, { recursive: true });
  const archive = path.join(out, `${name}.tar.gz`);
  const deb = path.join(out, `blocao-agent_${version}_${platform.debian}.deb`);
  fs.writeFileSync(archive, await tarGz(name, files, epochS));
  await makeDeb(platform, files, epochS, deb);
  return [archive, deb];
}

/** All packages, anew, and the list of their hashes; answers a line for each. */
export async function makeAgentPackages(out = agentOut): Promise<string[]> {
  const [program, epochS] = [await agentProgram(), await sourceDateEpoch()];
  fs.rmSync(out, { recursive: true, force: true });
  const made = await overCores(agentPlatforms, (platform) => makeAgentPackage(platform, program, epochS, out));
  const lines = made.flat().sort().map((file) => {
    const content = fs.readFileSync(file);
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { sum: `${sha256}  ${path.basename(file)}`, size: `${(content.byteLength / 1e6).toFixed(1)} MB  ${path.relative(root, file)}` };
  });
  fs.writeFileSync(path.join(out, 'SHA256SUMS'), lines.map(({ sum }) => `${sum}\n`).join(''));
  return lines.map(({ size }) => size);
}

/** For tests and for the console's own package: left alone while what they are made of is the same, or at all unless `fresh`. */
export async function ensureAgentPackages({ fresh }: { fresh: boolean }): Promise<void> {
  if (!fresh && fs.existsSync(path.join(agentOut, 'SHA256SUMS'))) return;
  const sources = ['fleet', 'platform', 'agent', 'resources/hub', 'resources/site', 'resources/service-hardening.conf', 'scripts/package/agent', 'package.json'];
  await step('Agent packages', async () => {
    if (!fs.existsSync(path.join(agentOut, 'SHA256SUMS'))) fs.rmSync(path.join(root, 'dist', '.agent-packages.sources'), { force: true });
    return unlessUnchanged('agent-packages', sources, async () => `made: ${(await makeAgentPackages()).length}`);
  });
}
