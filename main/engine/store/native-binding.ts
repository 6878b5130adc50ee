import path from 'node:path';

/** First Node-API level on which better-sqlite3's own prebuilt binary loads; below it, loading kills the process. */
const prebuiltNapiLevel = 10;

/**
 * Path for better-sqlite3's `nativeBinding` option, or undefined where its own prebuilt is right. Call it before the
 * first `new Database`: the prebuilt cannot be tried and caught on an older runtime. Set-up puts the stand-in's binary
 * into that Electron's resources, so the path is the same in development, in tests and in a package.
 * `BLOCAO_SQLITE_BINDING` names another file.
 */
export function nativeBindingPath(): string | undefined {
  const named = process.env['BLOCAO_SQLITE_BINDING'];
  if (named !== undefined && named !== '') return named;
  if (Number(process.versions['napi'] ?? 0) >= prebuiltNapiLevel) return undefined;
  return path.join(path.dirname(process.execPath), 'resources', 'native', 'better_sqlite3.node');
}
