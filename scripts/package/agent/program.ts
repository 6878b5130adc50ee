import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { nodeBundleOptions } from '../../build/bundles.ts';
import { root } from '../../paths.ts';
import { licenceText } from '../licences.ts';

export interface Program {
  /** The whole agent in one script. */
  readonly script: string;
  readonly thirdParty: string;
}

/** Bundles agent/cli.ts. Names stay, so that a stack from the field can be read; a source map would cost memory. */
export async function agentProgram(): Promise<Program> {
  const { outputFiles, metafile } = await build({
    ...nodeBundleOptions('cjs', []),
    entryPoints: ['agent/cli.ts'],
    outfile: 'blocao-agent.cjs',
    write: false,
    metafile: true,
    sourcemap: false,
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
  });
  const script = outputFiles[0]?.text ?? '';
  return { script, thirdParty: thirdPartyOf(Object.keys(metafile.inputs)) };
}

const packageFolder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** Name, version, licence and its text of every package that is in the script. */
function thirdPartyOf(inputs: readonly string[]): string {
  const folders = [...new Set(inputs.flatMap((input) => packageFolder.exec(input)?.[1] ?? []))].sort();
  const parts = folders.map((folder) => {
    const full = path.join(root, folder);
    const { name, version, license } = JSON.parse(fs.readFileSync(path.join(full, 'package.json'), 'utf8')) as {
      [key in 'name' | 'version' | 'license']?: string;
    };
    return `${name ?? ''} ${version ?? ''}\nLicence: ${license ?? 'see text'}\n\n${licenceText(full)}`;
  });
  return parts.join(`\n${'-'.repeat(80)}\n\n`);
}
