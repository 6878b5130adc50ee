import fs from 'node:fs';
import path from 'node:path';
import type { GoToolchain } from './find-go.ts';
import { runGo } from './go-command.ts';
import { compileFlags, programs } from './programs.ts';

export interface LinkedModule {
  readonly path: string;
  readonly version: string;
  readonly licence: string;
}

interface Found extends LinkedModule {
  readonly texts: string;
}

/** Modules that are linked into any of the programs, with their licences, and Go's own library. */
export async function linkedModules(go: GoToolchain): Promise<{ modules: LinkedModule[]; notice: string }> {
  const found = new Map<string, Found>();
  for (const { name, main, env } of programs) {
    const format = '{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}';
    const listed = await runGo(go, ['list', ...compileFlags(name), '-deps', '-f', format, main], { env });
    for (const line of new Set(listed.split('\n'))) {
      const [module, version, folder] = line.split('\t');
      if (module && version && folder) found.set(module, withLicence(module, version, folder));
    }
  }
  const goRoot = (await runGo(go, ['env', 'GOROOT'])).trim();
  // The wheel of Go leaves out its licence; the modules within are of the same authors under the same text.
  const inGo = fs.existsSync(path.join(goRoot, 'LICENSE')) ? goRoot : path.join(goRoot, 'src/cmd/vendor/golang.org/x/sys');
  found.set('std', withLicence('std', go.version, inGo));
  const sorted = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    modules: sorted.map(({ path: module, version, licence }) => ({ path: module, version, licence })),
    notice: noticeOf(sorted),
  };
}

function noticeOf(modules: readonly Found[]): string {
  const head = 'The tunnel client is built from these Go modules.\n';
  const parts = modules.map(({ path: module, version, licence, texts }) => `${module} ${version}\n${licence}\n\n${texts}`);
  return [head, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

function withLicence(module: string, version: string, folder: string): Found {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const files = names.filter((name) => /^(licen[cs]e|copying|notice|patents)/i.test(name)).sort();
  const texts = files
    .map((name) => path.join(folder, name))
    .filter((file) => fs.statSync(file).isFile())
    .map((file) => fs.readFileSync(file, 'utf8'));
  // A module that ships no licence must not be linked unseen.
  if (texts.length === 0) throw new Error(`${module}@${version} has no licence file`);
  return { path: module, version, licence: licenceName(texts.join('\n')), texts: texts.join('\n') };
}

/** By the words that only this licence has. */
function licenceName(text: string): string {
  if (/Apache License\s+Version 2\.0/.test(text)) return 'Apache-2.0';
  if (text.includes('Mozilla Public License')) return 'MPL-2.0';
  if (/Permission to use, copy, modify, and(\/or)? distribute/.test(text)) return 'ISC';
  if (/Permission is hereby granted, free of charge/.test(text)) return 'MIT';
  if (/Redistribution and use in source and binary forms/.test(text)) {
    return /Neither the name|names? of (its|the) contributors/.test(text) ? 'BSD-3-Clause' : 'BSD-2-Clause';
  }
  return 'see text';
}
