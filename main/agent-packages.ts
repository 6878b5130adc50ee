import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentPackage } from '../fleet/prepare-site.ts';

const NAMES = [
  { pattern: /^blocao-agent_[\w.+~-]+_(amd64|arm64)\.deb$/, form: 'deb' },
  { pattern: /^blocao-agent-[\w.+~-]+-linux-(x64|arm64)\.tar\.gz$/, form: 'tar.gz' },
] as const;

/** The agent's packages in a folder, Debian packages first; none where there is no such folder. */
export const agentPackages = (folder: string): readonly AgentPackage[] => {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return NAMES.flatMap(({ pattern, form }) =>
    names.flatMap((file): AgentPackage[] => {
      const arch = pattern.exec(file)?.[1];
      if (arch === undefined) return [];
      return [{ file, form, arch: arch === 'arm64' ? 'arm64' : 'x64', bytes: statSync(join(folder, file)).size }];
    }),
  );
};
