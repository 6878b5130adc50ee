import path from 'node:path';
import { root } from '../paths.ts';
import { cacheFolder } from '../setup/cache.ts';
import { runOrThrow } from '../setup/command.ts';
import type { GoToolchain } from './find-go.ts';

export const tunnelSource = path.join(root, 'tunnel');
export const goBuildCache = path.join(cacheFolder, 'go-build');

/** What every call of Go has in common: pinned modules and toolchain, nothing of the user's own flags. */
export function goEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    GOFLAGS: '-mod=readonly',
    GOTOOLCHAIN: 'local',
    GOWORK: 'off',
    GOCACHE: goBuildCache,
    CGO_ENABLED: '0',
    GOTELEMETRY: 'off',
    // What would change the bytes on one machine and not on another.
    GOAMD64: 'v1',
    GOEXPERIMENT: '',
  };
}

/** Runs Go in the folder of the tunnel client; returns its output. */
export function runGo(go: GoToolchain, args: readonly string[], options: GoOptions = {}): Promise<string> {
  const env = { ...goEnvironment(), ...options.env };
  return runOrThrow(go.executable, args, { cwd: options.cwd ?? tunnelSource, env });
}

export interface GoOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}
