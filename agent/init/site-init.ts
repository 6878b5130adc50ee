import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readTextIfExists } from '../../platform/atomic-file.ts';
import { runProcess } from '../../platform/run-process.ts';
import { databaseDropIn } from '../templates/database-unit.ts';
import { sitePlaces } from '../templates/places.ts';
import type { SitePlaces } from '../templates/places.ts';
import { agentUnit, restartUnits, siteFiles } from '../templates/site-files.ts';
import { demandRoot, rootOf } from './command-line.ts';
import { ensureDataFolder, ensureFolder, idOf, putFile, putOnce, readGiven } from './files.ts';
import { accessTo } from './frigate-database.ts';
import { InitProblem, nextSteps } from './init-io.ts';
import type { InitIo } from './init-io.ts';
import { newKeyText, requestText } from './openssl.ts';
import { newPassword, passwordLine } from './password-hash.ts';
import { parseSiteOptions, siteSetupOf } from './site-setup.ts';
import type { SiteSetup } from './site-setup.ts';
import { checkSiteCertificate } from './site-certificate.ts';
import { settingsSeed } from './settings-seed.ts';

const PEM_MAX_BYTES = 65_536;
const SYSUSERS_LIMIT_MS = 30_000;

/** The agent's own user, where no package made it. */
const ensureUser = async (io: InitIo, root: string): Promise<void> => {
  if (root !== '' || idOf('group', 'blocao-agent') !== undefined) return;
  const path = '/etc/sysusers.d/blocao-agent.conf';
  putFile(io, { path, text: io.template('site/blocao-agent.sysusers') }, 'all');
  const made = await runProcess('systemd-sysusers', [path], { timeoutMs: SYSUSERS_LIMIT_MS });
  if (made.ended !== 'exit' || made.code !== 0) throw new InitProblem('The user blocao-agent could not be made: run `systemd-sysusers` and try again.');
};

const readersOfAgent = (root: string) => (root !== '' && idOf('group', 'blocao-agent') === undefined ? 'root' : 'blocao-agent');

/** Passwords are made once, here, and stand in files only. */
const writePasswords = (io: InitIo, places: SitePlaces, root: string): void => {
  const [agent, frigate] = [join(places.secrets, 'broker-agent'), join(places.secrets, 'broker-frigate')];
  ensureFolder(places.secrets, readersOfAgent(root));
  putOnce(io, agent, newPassword, readersOfAgent(root));
  putOnce(io, frigate, newPassword, 'root');
  const lines = (): string => passwordLine('agent', readTextIfExists(agent) ?? '') + passwordLine('frigate', readTextIfExists(frigate) ?? '');
  putOnce(io, join(places.broker, 'passwords'), lines, 'mosquitto');
};

const takeCertificate = (io: InitIo, setup: SiteSetup, places: SitePlaces, file: string): void => {
  const text = readGiven(file, PEM_MAX_BYTES).toString();
  const key = readTextIfExists(join(places.tls, 'site.key')) ?? '';
  const problem = checkSiteCertificate(text, { site: setup.kit.site, key, ca: setup.kit.ca, nowMs: Date.now() });
  if (problem !== undefined) throw new InitProblem(problem);
  putFile(io, { path: join(places.tls, 'site.crt'), text }, 'all');
};

/** Where the agent's unit needs more to read Frigate's databases. */
const writeDatabaseUnit = (io: InitIo, { nvrs }: SiteSetup, places: SitePlaces): void => {
  const text = databaseDropIn(nvrs.flatMap(({ database }) => (database === undefined ? [] : [accessTo(database)])));
  if (text === undefined) rmSync(places.databaseUnit, { force: true });
  else putFile(io, { path: places.databaseUnit, text }, 'all');
};

const vectorSteps = ({ nvrs }: SiteSetup, { settings }: SitePlaces): readonly string[] => {
  const named = nvrs.filter(({ database }) => database !== undefined).map(({ id, database }) => `${id}: "database": "${database}"`);
  return named.length === 0 ? [] : [`To let picture vectors leave the site, see that ${settings} has ${named.join(', ')}, and say there "personal_data": { "embedding": true }`];
};

const stepsOf = ({ kit, lan }: SiteSetup, places: SitePlaces, certified: boolean): readonly string[] => {
  const { site } = kit;
  const frigate = `Give Frigate's boxes this broker: host ${lan?.address ?? '(none: say --lan ADDRESS)'}, user frigate, password in ${join(places.secrets, 'broker-frigate')}`;
  const start = 'systemctl daemon-reload && systemctl disable --now mosquitto; systemctl enable --now blocao-broker blocao-agent';
  const check = 'blocao-agent doctor';
  if (certified) return [`Start or restart: ${start} && systemctl restart blocao-broker`, frigate, `Check everything: ${check}`];
  return [
    `Carry ${join(places.tls, 'site.csr')} to the hub and sign it there: blocao-agent hub-sign site.csr --site ${site}`,
    'Carry site.crt back and give it here: blocao-agent site-init --certificate site.crt',
    `Meanwhile the site can run by itself: ${start}`,
    frigate,
  ];
};

const writeSite = async (io: InitIo, setup: SiteSetup, places: SitePlaces, root: string): Promise<void> => {
  const key = join(places.tls, 'site.key');
  const certified = existsSync(join(places.tls, 'site.crt'));
  putFile(io, { path: join(places.config, 'site.json'), text: `${JSON.stringify(setup, null, 2)}\n` }, 'root');
  putFile(io, { path: join(places.tls, 'ca.crt'), text: setup.kit.ca }, 'all');
  if (!existsSync(join(places.tls, 'site.csr'))) putFile(io, { path: join(places.tls, 'site.csr'), text: await requestText(key, setup.kit.site) }, 'all');
  writePasswords(io, places, root);
  for (const file of siteFiles(io.template, setup.answers, places, certified)) {
    putFile(io, file, file.path.startsWith(`${places.broker}/`) ? 'mosquitto' : 'all');
  }
  if (!existsSync(places.packagedUnit)) putFile(io, { path: places.agentUnit, text: agentUnit(io.template, places) }, 'all');
  for (const { name, text } of restartUnits(io.template, places)) {
    if (!existsSync(join(places.packagedUnits, name))) putFile(io, { path: join(places.units, name), text }, 'all');
  }
  writeDatabaseUnit(io, setup, places);
  putOnce(io, places.settings, () => settingsSeed(setup, places), readersOfAgent(root));
};

/** `blocao-agent site-init`; throws InitProblem for what the installer can mend. */
export const siteInit = async (args: readonly string[], io: InitIo): Promise<void> => {
  const values = parseSiteOptions(args);
  const root = rootOf(values.root);
  demandRoot(root);
  const places = sitePlaces(root);
  const setup = await siteSetupOf(io, values, places);
  await ensureUser(io, root);
  ensureFolder(places.config, 'all');
  // The agent reads the certificate's dates; the key is the broker's alone.
  ensureFolder(places.tls, 'all');
  ensureFolder(places.broker, 'mosquitto');
  ensureDataFolder(places.brokerData, 'mosquitto');
  putOnce(io, join(places.tls, 'site.key'), newKeyText, 'mosquitto');
  if (values.certificate !== undefined) takeCertificate(io, setup, places, values.certificate);
  await writeSite(io, setup, places, root);
  const certified = existsSync(join(places.tls, 'site.crt'));
  for (const line of nextSteps([...vectorSteps(setup, places), ...stepsOf(setup, places, certified)])) io.say(line);
};
