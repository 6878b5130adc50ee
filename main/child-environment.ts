/*
 * What a child process inherits: what Node, time zones, certificates and temporary files need, nothing else. Secrets,
 * debugging switches and preload hooks of the shell that started the console stay out.
 */
const KEPT = new Set(
  [
    'PATH',
    'HOME',
    'USER',
    'LOGNAME',
    'LANG',
    'LANGUAGE',
    'TZ',
    'TMPDIR',
    'TMP',
    'TEMP',
    'NODE_EXTRA_CA_CERTS',
    'SSL_CERT_FILE',
    'SSL_CERT_DIR',
  ].concat([
    'SYSTEMROOT',
    'WINDIR',
    'SYSTEMDRIVE',
    'USERPROFILE',
    'APPDATA',
    'LOCALAPPDATA',
    'PROGRAMDATA',
    'COMSPEC',
    'PATHEXT',
  ]),
);

/** The environment of engine and simulator. */
export const childEnvironment = (env: NodeJS.ProcessEnv): Record<string, string> => {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    const upper = name.toUpperCase();
    if (value !== undefined && (KEPT.has(upper) || upper.startsWith('LC_'))) kept[name] = value;
  }
  return kept;
};
