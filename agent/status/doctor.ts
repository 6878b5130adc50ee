import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { frigateHttpOf } from '../site/open-site.ts';
import { readCertificate } from '../site/probes/certificate.ts';
import { checkHub } from '../site/probes/hub-check.ts';
import type { HubFault, HubFiles } from '../site/probes/hub-check.ts';
import { readClock, readDisk } from '../site/probes/machine.ts';
import { systemFiles } from '../site/probes/system-files.ts';
import { connectTrip } from '../site/probes/uplink.ts';
import type { NvrFile, SettingsFile } from '../site/settings-schema.ts';
import { brokerAddress } from '../site/site-probes.ts';
import { checkNvr } from './doctor-nvr.ts';
import { vectorSteps } from './doctor-vectors.ts';
import { bad, good, seenOf, unknown, warning } from './doctor-report.ts';
import type { DoctorReport, Step } from './doctor-report.ts';
import { REFUSED } from './run-status.ts';
import { restartLine } from './restart-words.ts';
import type { SiteStatus } from './site-status.ts';
import { askCheckIn, askStatus } from './status-client.ts';
import { EN } from './words-en.ts';

/*
 * The check-up: everything from the settings to headquarters, in the order in which one thing rests on the other. It asks
 * the running agent for what only that one knows, and goes every way itself once more.
 */

const DAY_MS = 86_400_000;
const SOON_DAYS = 30;
const MIN_FREE_MB = 64;

const clockStep = async (): Promise<Step> => {
  const clock = await readClock(systemFiles('/'));
  if (clock === undefined) return unknown('clock', 'Nobody can say whether the clock is set', 'Install chrony or systemd-timesyncd.');
  const now = new Date().toISOString();
  if (!clock.synced) return bad('clock', `The clock is not synchronised; it reads ${now}`, EN.advice.clock_unset);
  return good('clock', `Clock: ${now}, by ${clock.source}`);
};

const diskStep = async ({ data_dir: dataDir }: SettingsFile): Promise<Step> => {
  const disk = await readDisk(systemFiles('/'), dataDir);
  if (disk === undefined) return bad('disk', `The data directory ${dataDir} is missing`, 'Install the agent anew, or create the directory for its user.');
  const text = `Disk of ${dataDir}: ${Math.round(disk.freeMb)} of ${Math.round(disk.totalMb)} MB free`;
  try {
    accessSync(dataDir, constants.W_OK);
  } catch {
    return bad('disk', `${dataDir} cannot be written to`, 'Run doctor with sudo; if it was, the disk is read-only: check it.');
  }
  return disk.freeMb < MIN_FREE_MB ? warning('disk', text, 'Free space on it.') : good('disk', text);
};

const certificateStep = async ({ certificate: path, site }: SettingsFile): Promise<readonly Step[]> => {
  if (path === undefined) return [];
  const certificate = await readCertificate(systemFiles('/'), path);
  if (!existsSync(path)) return [bad('certificate', `This site has no certificate yet: ${path} is missing`, 'Have site.csr signed at the hub, then: blocao-agent site-init --certificate FILE')];
  if (certificate === undefined) return [bad('certificate', `${path} is no certificate`, 'Put the signed certificate there: blocao-agent site-init --certificate FILE')];
  const { subject = '', not_before_ts: from = 0, not_after_ts: until = 0 } = certificate;
  if (!subject.split(', ').includes(`CN=${site}`)) return [bad('certificate', `The certificate is of ${subject}, not of ${site}`, 'Ask headquarters for the certificate of this site.')];
  const days = Math.floor((until - Date.now()) / DAY_MS);
  if (from > Date.now()) return [bad('certificate', 'The certificate is not valid yet', 'Check the clock of this router.')];
  if (days < 0) return [bad('certificate', 'The certificate has ended', 'Ask headquarters for a new one.')];
  const text = `Certificate of ${site}, ${days} days left`;
  return [days < SOON_DAYS ? warning('certificate', text, 'Ask headquarters for a new one, or check the renewal.') : good('certificate', text)];
};

const brokerStep = async (file: SettingsFile, status: SiteStatus | undefined): Promise<Step> => {
  const { host, port } = brokerAddress(file);
  const trip = await connectTrip(brokerAddress(file));
  if (trip.rttMs === undefined) return bad('broker', `The broker of this router does not answer at ${host}:${port}`, 'systemctl status blocao-broker');
  if (status && !status.broker.connected) return bad('broker', 'The broker refuses the agent', 'Check user and password of the broker in the settings.');
  return good('broker', `Broker of this router at ${host}:${port}${status?.broker.version === undefined ? '' : `, mosquitto ${status.broker.version}`}`);
};

/** Whether a broker that hangs is started anew without a person. */
const restartSteps = (status: SiteStatus | undefined): readonly Step[] => {
  const restarts = status?.broker.restarts;
  if (!restarts) return [];
  const text = restartLine(restarts, EN);
  return [restarts.unit ? good('broker', text) : warning('broker', text, EN.restart.missingAdvice)];
};

const HUB_FAULTS: Readonly<Record<HubFault, readonly [text: string, advice: string]>> = {
  name: ['its name is not known', 'Here: check the name servers of this router and the address in the settings.'],
  unreachable: ['nothing answers there', 'On the way: check the uplink, a firewall here or at the hub, and the port.'],
  no_tls: ['what answers does not speak TLS', 'At the hub: check the port; a proxy or another service may answer there.'],
  hub_certificate: ['its certificate is not good', "At the hub: wrong name, ended, or not of the fleet's authority. Here: check the clock and the CA file."],
  own_certificate: ['it does not accept the certificate of this site', 'Here: certificate and key of another site or authority, or ended. At the hub: revoked.'],
  own_files: ['certificate, key or CA of this router cannot be used', 'Here: run doctor with sudo; then check that the files are there and belong together.'],
};

const BRIDGE_ADVICE = 'Wait ten minutes: the agent has the broker started anew then. Sooner: systemctl restart blocao-broker, then journalctl -u blocao-broker';

const filesOf = ({ certificate }: SettingsFile): HubFiles =>
  certificate === undefined
    ? {}
    : { certificate, key: certificate.replace(/\.[a-z]+$/, '.key'), ca: join(dirname(certificate), 'ca.crt') };

const hubSteps = async (file: SettingsFile, status: SiteStatus | undefined): Promise<readonly Step[]> => {
  const steps = await Promise.all(
    (file.hubs ?? []).map(async (hub): Promise<readonly Step[]> => {
      const check = await checkHub(hub, filesOf(file));
      const where = `Hub ${hub.name} (${hub.host}:${hub.port})`;
      const connected = status?.hubs.find(({ name }) => name === hub.name)?.connected;
      if (!check.ok) {
        const [text, advice] = HUB_FAULTS[check.fault];
        return [bad('hub', `${where}: ${text} (${check.detail})`, advice)];
      }
      const way = good('hub', `${where}: reached in ${Math.round(check.ms)} ms${check.tls ? ', both certificates accepted' : ''}`);
      if (connected === false) return [way, bad('hub', `${where}: the bridge is not connected`, BRIDGE_ADVICE)];
      return [way, ...(connected ? [good('hub', `${where}: the bridge is connected`)] : [])];
    }),
  );
  if (steps.length === 0) return [warning('hub', 'No hub stands in the settings', 'Without it doctor cannot check the way to headquarters.')];
  return steps.flat();
};

const nvrSteps = async (nvr: NvrFile, status: SiteStatus | undefined): Promise<readonly Step[]> => {
  try {
    return [...(await checkNvr(nvr.id, frigateHttpOf(nvr), status)), ...vectorSteps(nvr.id, status)];
  } catch (error) {
    return [bad('nvr', `NVR ${nvr.id}: ${error instanceof Error ? error.message : 'cannot be asked'}`, 'Check the files that the settings name.')];
  }
};

/** Checks everything once. `file` was read and is good. */
export const checkUp = async (file: SettingsFile): Promise<DoctorReport> => {
  const asked = await askStatus(file.data_dir);
  const status = asked.ok ? asked.status : undefined;
  const own = await Promise.all([clockStep(), diskStep(file), certificateStep(file), brokerStep(file, status)]);
  const ways = await Promise.all([hubSteps(file, status), ...file.nvrs.map((nvr) => nvrSteps(nvr, status))]);
  const steps = [good('settings', `Settings of ${file.site}`), ...own.flat(), ...restartSteps(status), ...ways.flat()];
  if (!asked.ok) return { steps: [...steps, bad('headquarters', 'The agent cannot be asked', REFUSED[asked.reason])] };
  const checked = await askCheckIn(file.data_dir);
  if (!checked.ok) return { steps: [...steps, bad('headquarters', 'The agent cannot tell headquarters', REFUSED[checked.reason])] };
  if (checked.status.hubs.length > 0 && checked.status.hubs.every(({ connected }) => connected === false)) return { steps };
  const { code, health } = checked.status;
  return { steps, ...(code === undefined ? {} : { code }), ...seenOf(health?.nvrs) };
};
