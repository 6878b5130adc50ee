import path from 'node:path';
import { importsOf, type Import } from './imports.ts';
import { rooms, type Room } from './wall-table.ts';

/** A source file: path relative to the clone with `/`, and its text. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** Programs that measure and test, none of which ships. */
const roomsThatTest = ['e2e', 'bench', 'agent/soak'];

/** Files whose only job is testing: product code must not import them. */
export function isTestFile(file: string): boolean {
  return /\.(test|spec|test-support)\.tsx?$/.test(file) || /(^|\/)testing\//.test(file);
}

/**
 * Checks every import against the table, and refuses circles of files.
 * One line per finding; empty when all is well.
 */
export function findWallBreaches(sources: readonly Source[]): string[] {
  const imports = new Map(sources.map(({ file, text }) => [file, importsOf(file, text)]));
  const breaches = [...imports].flatMap(([file, list]) => list.flatMap((one) => breachOf(file, one) ?? []));
  return [...breaches, ...findCircles(imports)];
}

function breachOf(file: string, { specifier, line }: Import): string | undefined {
  const room = roomOf(file);
  if (room === undefined) return `${file}: belongs to no room of scripts/check/wall-table.ts`;
  const testing = isTestFile(file);
  const allowed = [...room.rooms, ...(testing ? (room.testRooms ?? []) : [])];
  const packages = [...room.packages, ...(testing ? (room.testPackages ?? []) : [])];
  const isAllowed = specifier.startsWith('.')
    ? isFileAllowed(file, specifier, room, allowed, testing)
    : packages.some((name) => isOfPackage(specifier, name));
  if (isAllowed) return undefined;
  const list = [room.folder, ...allowed, ...packages].join(', ');
  return `${file}:${line}: must not import '${specifier}'. ${room.folder}/ may import: ${list}`;
}

function isFileAllowed(
  file: string,
  specifier: string,
  room: Room,
  allowed: readonly string[],
  testing: boolean,
): boolean {
  const target = targetOf(file, specifier);
  if (target === 'package.json') return room.packages.includes('node:');
  if (isTestFile(target) && !testing && !roomsThatTest.includes(room.folder)) return false;
  const targetRoom = roomOf(target)?.folder;
  return targetRoom !== undefined && (targetRoom === room.folder || allowed.includes(targetRoom));
}

function isOfPackage(specifier: string, name: string): boolean {
  if (name.endsWith(':') || name.endsWith('/')) return specifier.startsWith(name);
  return specifier === name || specifier.startsWith(`${name}/`);
}

function roomOf(file: string): Room | undefined {
  const holding = rooms.filter(({ folder }) => file === folder || file.startsWith(`${folder}/`));
  return holding.sort((a, b) => b.folder.length - a.folder.length)[0];
}

/** `?url` and the like are the bundler's. */
function targetOf(file: string, specifier: string): string {
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, '')));
}

/** Depth-first over the import graph; each circle is reported once, from the file that closes it. */
function findCircles(imports: ReadonlyMap<string, readonly Import[]>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) return void circles.push(`circle of imports: ${[...trail.slice(at), file].join(' → ')}`);
    if (done.has(file)) return;
    for (const { specifier } of imports.get(file) ?? []) {
      const target = specifier.startsWith('.') ? targetOf(file, specifier) : '';
      if (imports.has(target)) visit(target, [...trail, file]);
    }
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return circles;
}
