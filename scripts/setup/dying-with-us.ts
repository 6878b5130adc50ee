import fs from 'node:fs';

const setpriv = '/usr/bin/setpriv';

/**
 * The command line that runs a program so that it is asked to end when this process ends, even by SIGKILL, after which
 * no handler of ours runs. Linux only; elsewhere the command as it is.
 */
export function dyingWithUs(program: string, args: readonly string[]): [program: string, args: string[]] {
  if (process.platform !== 'linux' || !fs.existsSync(setpriv)) return [program, [...args]];
  return [setpriv, ['--pdeathsig', 'TERM', '--', program, ...args]];
}
