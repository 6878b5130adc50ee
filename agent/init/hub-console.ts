import { join } from 'node:path';
import { readTextIfExists } from '../../platform/atomic-file.ts';
import { isConsoleUser } from '../templates/hub-files.ts';
import type { ConsoleUser } from '../templates/hub-files.ts';
import { hubPlaces } from '../templates/places.ts';
import { demandRoot, parseWords, rootOf } from './command-line.ts';
import { putFile, readGiven } from './files.ts';
import { knownHub, storedConsoles, writeHub } from './hub-store.ts';
import { InitProblem, nextSteps } from './init-io.ts';
import type { InitIo } from './init-io.ts';
import { passwordLine } from './password-hash.ts';

export const HUB_CONSOLE_USAGE = `blocao-agent hub-console NAME --role operator|viewer [--password-file FILE]
blocao-agent hub-console NAME --remove

Lets a console in, changes its role or password, or shuts it out. An operator acts; a viewer only looks. The password is
asked for, or read from a file; never from the command line.`;

const OPTIONS = {
  role: { type: 'string' },
  remove: { type: 'boolean' },
  'password-file': { type: 'string' },
  root: { type: 'string' },
} as const;

const PASSWORD_MAX_BYTES = 512;
const PASSWORD_MIN_LENGTH = 12;

const passwordOf = async (io: InitIo, name: string, file: string | undefined): Promise<string> => {
  const given = file === undefined ? await io.ask(`Password of ${name} (at least ${PASSWORD_MIN_LENGTH} characters): `) : readGiven(file, PASSWORD_MAX_BYTES).toString();
  const password = (given ?? '').replace(/\r?\n$/, '');
  if (password.length < PASSWORD_MIN_LENGTH || password.length > PASSWORD_MAX_BYTES || /[\r\n]/.test(password)) {
    throw new InitProblem(`A password has one line and at least ${PASSWORD_MIN_LENGTH} characters.`);
  }
  return password;
};

/** `blocao-agent hub-console`. */
export const hubConsole = async (args: readonly string[], io: InitIo): Promise<void> => {
  const { values, positionals } = parseWords(args, OPTIONS);
  const root = rootOf(values.root);
  demandRoot(root);
  const places = hubPlaces(root);
  const answers = knownHub(places);
  const [name] = positionals;
  if (!isConsoleUser(name) || positionals.length > 1) throw new InitProblem('Name one console: lower case, digits and hyphens, such as desk-1.');
  const passwordsFile = join(places.config, 'consoles.passwords');
  const passwords = (readTextIfExists(passwordsFile) ?? '').split('\n').filter((line) => line !== '');
  const others = passwords.filter((line) => !line.startsWith(`${name}:`)).map((line) => `${line}\n`);
  const consoles = storedConsoles(places).filter((one) => one.name !== name);
  if (values.remove === true) {
    putFile(io, { path: passwordsFile, text: others.join('') }, 'mosquitto');
    writeHub(io, answers, consoles, places);
  } else {
    const { role } = values;
    if (role !== 'operator' && role !== 'viewer') throw new InitProblem('Give its role: --role operator or --role viewer.');
    const line = passwordLine(name, await passwordOf(io, name, values['password-file']));
    const user: ConsoleUser = { name, role };
    putFile(io, { path: passwordsFile, text: [...others, line].join('') }, 'mosquitto');
    writeHub(io, answers, [...consoles, user].toSorted((a, b) => (a.name < b.name ? -1 : 1)), places);
  }
  const effect = values.remove === true ? 'End its live connection: systemctl restart blocao-hub' : 'Let the broker read it: systemctl reload blocao-hub';
  for (const next of nextSteps([effect])) io.say(next);
};
