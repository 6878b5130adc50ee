import { createHash } from 'node:crypto';
import { filesUnder, hashSources } from '../build/sources.ts';
import { plannedGo } from './find-go.ts';

/** Everything that goes into the artefacts: Go sources without tests, modules, tags, and how they are built. */
export function tunnelSourceHash(): string {
  const files = filesUnder('tunnel').filter((file) => /\.(go|mod|sum|txt)$/.test(file) && !file.endsWith('_test.go'));
  return hashSources([...files, 'scripts/tunnel/programs.ts', 'scripts/tunnel/build.ts']);
}

/** Names the artefacts of this source, Go version and platform. */
export function tunnelKey(): string {
  const parts = [tunnelSourceHash(), plannedGo().version, process.platform, process.arch];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}
