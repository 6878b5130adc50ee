import { isSilence } from '../site/frigate/http-answer.ts';
import type { FrigateHttp, HttpFault } from '../site/frigate/http-answer.ts';
import { parseConfig, parseVersion } from '../site/frigate/http-payload.ts';
import { CONFIG_MAX_BYTES } from '../site/frigate/http-probe.ts';
import { bad, good, warning } from './doctor-report.ts';
import type { Step } from './doctor-report.ts';
import type { SiteStatus } from './site-status.ts';

/*
 * One Frigate: reached, let in, its version and configuration; and what the agent sees of its cameras.
 */

const FAULTS: Readonly<Record<HttpFault, readonly [text: string, advice: string]>> = {
  unreachable: ['does not answer', 'Check power and network of the box, that Frigate runs, and its address in the settings.'],
  certificate: ['shows another certificate than the settings name', 'Put the right fingerprint or authority into the settings.'],
  slow: ['answers too slowly', 'Look at the load of the box.'],
  half: ['breaks its answers off', 'Look at the load of the box and at proxies in between.'],
  huge: ['answers with too much', 'Check that the address is that of Frigate.'],
  login: ['refuses name or password', 'Check user and password file in the settings; the role viewer is enough.'],
  login_limited: ['was asked to log in too often', 'Wait a minute and try again.'],
  forbidden: ['does not let this user ask', 'Give the user the role viewer.'],
  missing: ['has no such address', 'Check that the address is that of Frigate 0.16 or later.'],
  gateway: ['has its web server up, but Frigate behind it down', 'Look into the log of Frigate.'],
  status: ['answers with an error', 'Look into the log of Frigate.'],
  content: ['answers with something else', 'Check that the address is that of Frigate.'],
  settings: ['cannot be logged in to: the password file cannot be read', 'Check the path in the settings and the rights of the file.'],
};

const faultStep = (id: string, fault: HttpFault): Step => {
  const [text, advice] = FAULTS[fault];
  return bad('nvr', `NVR ${id} ${text}`, advice);
};

/** How many cameras show a picture and record, by the agent's own statistics; what is switched off on purpose does not count. */
const cameraStep = (id: string, status: SiteStatus | undefined): readonly Step[] => {
  const nvr = status?.health?.nvrs?.find((one) => one.id === id);
  const { total, online, recording, disabled = 0 } = nvr?.cameras ?? {};
  if (nvr === undefined || total === undefined || online === undefined) {
    if (status === undefined) return [];
    return [warning('nvr', `NVR ${id}: no statistics of its cameras have come by MQTT yet`, 'They come every minute; check that Frigate has MQTT switched on and reaches the broker.')];
  }
  const off = disabled === 0 ? '' : `, ${disabled} switched off`;
  const text = `NVR ${id}: ${online} of ${total - disabled} cameras, ${recording ?? '?'} recording${off}`;
  const faulty = (status?.cameras?.cameras ?? []).filter(({ nvr: of, detect, record }) => of === id && (detect === 'offline' || record === 'offline'));
  if (online >= total - disabled && total > 0 && faulty.length === 0) return [good('nvr', text)];
  const names = faulty.map((camera) => camera.name ?? camera.id).join(', ');
  return [warning('nvr', text, names === '' ? 'Some were not measured yet: run doctor again in a minute.' : `Not working: ${names}`)];
};

/** Goes the whole way to one NVR. */
export const checkNvr = async (id: string, http: FrigateHttp, status: SiteStatus | undefined): Promise<readonly Step[]> => {
  const version = await http.get('/api/version');
  if (!version.ok) return [faultStep(id, version.fault)];
  const known = parseVersion(version.body);
  if (known === undefined) return [faultStep(id, 'content')];
  const config = await http.get('/api/config', CONFIG_MAX_BYTES);
  if (!config.ok) return [good('nvr', `NVR ${id} answers: Frigate ${known}`), ...(isSilence(config.fault) ? [] : [faultStep(id, config.fault)])];
  const parsed = parseConfig(config.body);
  const answered = good('nvr', `NVR ${id} answers: Frigate ${known}, ${parsed?.cameras.length ?? '?'} cameras configured`);
  if (parsed?.safeMode) return [answered, bad('nvr', `NVR ${id} runs in safe mode`, "Open Frigate's configuration: it names the line that is wrong.")];
  return [answered, ...cameraStep(id, status)];
};
