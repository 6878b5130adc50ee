import fs from 'node:fs';
import path from 'node:path';
import { hashFile, withScratchFolder } from '../setup/cache.ts';
import { infoIn } from './artefacts.ts';
import { buildProgram, buildsFolder } from './build.ts';
import { findGo } from './find-go.ts';
import { tunnelSource } from './go-command.ts';
import { withLock } from '../setup/lock.ts';
import { programs } from './programs.ts';
import { tunnelKey } from './source-hash.ts';
import { tunnelFolder } from './status.ts';

/**
 * Builds both clients a second time, from a copy in another folder and with an empty build cache: the bytes must be the
 * same. Done once per source, Go version and platform. Returns findings; none when all is well.
 */
export async function differingBuilds(): Promise<string[]> {
  const key = tunnelKey();
  const proof = path.join(buildsFolder, key, '.reproduced');
  if (fs.existsSync(proof)) return [];
  return withLock(path.join(buildsFolder, `${key}-again.lock`), async () => {
    if (fs.existsSync(proof)) return [];
    const findings = await buildAgain();
    if (findings.length === 0) fs.writeFileSync(proof, '');
    return findings;
  });
}

async function buildAgain(): Promise<string[]> {
  const go = await findGo();
  const wanted = infoIn(tunnelFolder)?.artefacts ?? {};
  return withScratchFolder(async (scratch) => {
    const copy = path.join(scratch, 'elsewhere');
    fs.cpSync(tunnelSource, copy, { recursive: true });
    const env = { GOCACHE: path.join(scratch, 'go-build') };
    const findings: string[] = [];
    // The fixture is not shipped for its bytes' sake.
    for (const program of programs.filter(({ name }) => name !== 'testnet')) {
      await buildProgram(go, program, scratch, { cwd: copy, env });
      const sha256 = await hashFile(path.join(scratch, program.file), 'sha256', 'hex');
      if (sha256 !== wanted[program.file]?.sha256) findings.push(`${program.file}: ${sha256} the second time`);
    }
    return findings;
  });
}
