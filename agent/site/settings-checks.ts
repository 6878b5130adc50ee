import { topicPrefixOf } from './settings-prefix.ts';
import type { NvrFile, SettingsFile } from './settings-schema.ts';
import { DEFAULT_THRESHOLDS } from './thresholds.ts';

/*
 * What a schema cannot say of a settings file: settings that contradict each other.
 */

const CAMERAS_MAX = 64;

const repeated = (values: readonly string[]): string | undefined => values.find((value, index) => values.indexOf(value) !== index);

/** Also `a` and `a/b`: whatever the one says would be read as the other's. */
const prefixFault = (prefixes: readonly string[]): string | undefined => {
  for (const [index, prefix] of prefixes.entries()) {
    const other = prefixes.findIndex((one, at) => at !== index && `${prefix}/`.startsWith(`${one}/`));
    if (other >= 0) return `nvrs/${Math.max(index, other)}/topic_prefix: overlaps with that of nvrs/${Math.min(index, other)}`;
  }
  return undefined;
};

const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone }).format(0);
    return true;
  } catch {
    return false;
  }
};

const isLoopback = (hostname: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);

const nvrFault = (nvr: NvrFile, at: number): string | undefined => {
  const where = `nvrs/${at}`;
  if (!URL.canParse(nvr.url)) return `${where}/url: is no address`;
  const { protocol, hostname, pathname } = new URL(nvr.url);
  if (pathname !== '/') return `${where}/url: has a path; only scheme, host and port belong here`;
  if ((nvr.user === undefined) !== (nvr.password_file === undefined)) return `${where}: user and password_file belong together`;
  if (protocol === 'http:' && (nvr.ca ?? nvr.sha256) !== undefined) return `${where}: ca and sha256 need an https address`;
  if (protocol === 'http:' && nvr.user !== undefined && !isLoopback(hostname) && nvr.insecure !== true) {
    return `${where}: the password would cross the network in the clear; use https, or say "insecure": true`;
  }
  const twice = repeated((nvr.cameras ?? []).map(({ id }) => id));
  return twice === undefined ? undefined : `${where}/cameras: names ${twice} twice`;
};

const placeFault = ({ lat, lon, time_zone: zone, consoles, nvrs }: SettingsFile): string | undefined => {
  if ((lat === undefined) !== (lon === undefined)) return 'lat: lat and lon belong together';
  if (zone !== undefined && !isZone(zone)) return 'time_zone: is no time zone that this computer knows';
  const ids = new Set<string>(nvrs.map(({ id }) => id));
  const stranger = (consoles ?? []).findIndex(({ nvr }) => nvr !== undefined && !ids.has(nvr));
  if (stranger >= 0) return `consoles/${stranger}/nvr: names no NVR of this file`;
  return repeated((consoles ?? []).map(({ id }) => id)) === undefined ? undefined : 'consoles: an id stands there twice';
};

/** An alert whose two limits are the wrong way round would open and close with every reading in between. */
const alertsFault = ({ alerts = {} }: SettingsFile): string | undefined => {
  const { detector_slow_ms: slowMs = DEFAULT_THRESHOLDS.detectorSlowMs, detector_fine_ms: fineMs = DEFAULT_THRESHOLDS.detectorFineMs } = alerts;
  const { hot_c: hotC = DEFAULT_THRESHOLDS.hotC, cool_c: coolC = DEFAULT_THRESHOLDS.coolC } = alerts;
  if (fineMs > slowMs) return `alerts/detector_fine_ms: ${fineMs} lies above detector_slow_ms, ${slowMs}`;
  return coolC > hotC ? `alerts/cool_c: ${coolC} lies above hot_c, ${hotC}` : undefined;
};

/** The first contradiction, with its path, or undefined. */
export const settingsFault = (file: SettingsFile): string | undefined => {
  const { nvrs, hubs = [], broker } = file;
  if (repeated(nvrs.map(({ id }) => id)) !== undefined) return 'nvrs: an id stands there twice';
  if (repeated(hubs.map(({ name }) => name)) !== undefined) return 'hubs: a name stands there twice';
  if (nvrs.reduce((sum, { cameras }) => sum + (cameras?.length ?? 0), 0) > CAMERAS_MAX) return `nvrs: more than ${CAMERAS_MAX} cameras`;
  if (!URL.canParse(broker.url)) return 'broker/url: is no address';
  if ((broker.user === undefined) !== (broker.password_file === undefined)) return 'broker: user and password_file belong together';
  if (file.personal_data?.embedding === true && nvrs.every(({ database }) => database === undefined)) {
    return 'personal_data/embedding: no NVR names its database, which they are read from';
  }
  const each = nvrs.map(nvrFault).find((fault) => fault !== undefined);
  return each ?? prefixFault(nvrs.map((nvr) => topicPrefixOf(nvr, nvrs.length))) ?? placeFault(file) ?? alertsFault(file);
};
