import fs from 'node:fs';
import path from 'node:path';
import { dist, root } from '../paths.ts';

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

/** Writes dist/third-party-licences.txt: name, version, licence and its text for every package that may be shipped. */
export function writeThirdPartyLicences(): void {
  const lock = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const packages = Object.entries(lock.packages);
  const shipped = packages.filter(([place, { dev, optional }]) => place !== '' && !dev && !optional);
  const parts = shipped.map(([place, { version, license }]) => {
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return `${name} ${version ?? ''}\nLicence: ${license ?? 'see text'}\n\n${licenceText(path.join(root, place))}`;
  });
  fs.mkdirSync(dist, { recursive: true });
  fs.writeFileSync(path.join(dist, 'third-party-licences.txt'), parts.join(`\n${'-'.repeat(80)}\n\n`));
}

/** The texts of the licence files of a package. */
export function licenceText(folder: string): string {
  const names = fs.readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  const files = names.filter((name) => fs.statSync(path.join(folder, name)).isFile());
  return files.map((name) => fs.readFileSync(path.join(folder, name), 'utf8')).join('\n');
}
