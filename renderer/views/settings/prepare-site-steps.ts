import type { AgentPackage } from '../../../fleet/prepare-site.ts';
import type { WordTools } from '../../i18n/alert-words.ts';

/** One step for the installer: what to do, and what to type. */
export interface Step {
  readonly text: string;
  readonly command?: string;
}

interface Plan {
  readonly site: string;
  readonly name: string | undefined;
  readonly pack: AgentPackage | undefined;
}

const OPT = '/opt/blocao-agent';

/** Both versions stay on the router; `current` names the one that runs. */
const installCommand = ({ file, form }: AgentPackage): string => {
  if (form === 'deb') return `sudo apt install ./${file}`;
  const folder = file.replace(/\.tar\.gz$/, '');
  return [
    'sudo apt install mosquitto openssl',
    `sudo mkdir -p ${OPT}`,
    `sudo tar -xzf ${file} -C ${OPT}`,
    `sudo ln -sfn ${folder} ${OPT}/current`,
    `sudo ln -sf ${OPT}/current/bin/blocao-agent /usr/bin/blocao-agent`,
  ].join('\n');
};

/** What an installer does with the file, in order; docs/site-installer.md says the same at length. */
export const installerSteps = ({ t }: Pick<WordTools, 't'>, { site, pack }: Plan): readonly Step[] => [
  { text: t('prepare.step.unpack'), command: `tar -xf blocao-site-${site}.tar\ncd blocao-site-${site}` },
  ...(pack === undefined ? [{ text: t('prepare.step.installOther') }] : [{ text: t('prepare.step.install'), command: installCommand(pack) }]),
  {
    text: t('prepare.step.setUp'),
    command: 'sudo blocao-agent site-init --kit site-kit.json --lan 10.0.0.1 --nvr nvr=http://10.0.0.5:5000',
  },
  { text: t('prepare.step.sign', { file: '/etc/blocao-agent/tls/site.csr' }), command: `sudo blocao-agent hub-sign site.csr --site ${site}` },
  { text: t('prepare.step.certificate'), command: 'sudo blocao-agent site-init --certificate site.crt' },
  {
    text: t('prepare.step.start'),
    command: 'sudo systemctl daemon-reload\nsudo systemctl disable --now mosquitto\nsudo systemctl enable --now blocao-broker blocao-agent',
  },
  { text: t('prepare.step.frigate', { user: 'frigate', file: '/etc/blocao-agent/secrets/broker-frigate' }) },
  { text: t('prepare.step.check'), command: 'sudo blocao-agent doctor' },
];

/** The same as plain text, for the file itself. */
export const stepsText = (tools: Pick<WordTools, 't'>, plan: Plan): string => {
  const { site, name } = plan;
  const title = tools.t('prepare.sheetTitle', { site: name === undefined ? site : `${site} – ${name}` });
  const steps = installerSteps(tools, plan).map(({ text, command }, index) => {
    const lines = command === undefined ? '' : `\n${command.replace(/^/gm, '     ')}`;
    return `${index + 1}. ${text}${lines}`;
  });
  return `${title}\n\n${steps.join('\n\n')}\n`;
};
