import type { TFunction } from 'i18next';
import { cleanLine } from '../../fleet/text.ts';
import type { AlertRecord } from '../../fleet/model/alert.ts';
import { ageWords, type Format } from './format.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Translator, formats and the fleet's clock: what every sentence needs. */
export interface WordTools {
  readonly t: TFunction;
  readonly format: Format;
  readonly now: number;
}

type Detail = (alert: AlertRecord, tools: WordTools) => string | undefined;

/** A figure from the alert's values, written in the operator's language; absent unless it is a number. */
const figure = (alert: AlertRecord, name: string, { format }: WordTools): string | undefined => {
  const value = alert.values[name];
  return typeof value === 'number' ? format.number(value) : undefined;
};

/** Detail that needs every named value; without one of them nothing is said rather than a hole. */
const needs =
  (key: string, names: Readonly<Record<string, string>>): Detail =>
  (alert, tools) => {
    const values: Record<string, string> = {};
    for (const [placeholder, name] of Object.entries(names)) {
      const value = figure(alert, name, tools);
      if (value === undefined) return undefined;
      values[placeholder] = value;
    }
    return tools.t(`alert.${alert.kind}.${key}`, values);
  };

const always =
  (key: string): Detail =>
  (alert, { t }) =>
    t(`alert.${alert.kind}.${key}`);

const nothing: Detail = () => undefined;

/** What follows the dash. Every kind of contract §5 and §9 stands here; the first detail with its values speaks. */
const DETAILS: Readonly<Record<string, readonly Detail[]>> = {
  camera_offline: [needs('some', { offline: 'offline', total: 'total' })],
  camera_frozen: [nothing],
  no_recordings: [nothing],
  recording_path_missing: [nothing],
  disk_low: [needs('fullIn', { full_in_h: 'full_in_h' }), needs('free', { free_pct: 'free_pct' })],
  nvr_down: [nothing],
  nvr_stale: [nothing],
  nvr_safe_mode: [always('cause')],
  detector_slow: [needs('ms', { detector_ms: 'inference_ms' }), needs('ms', { detector_ms: 'detector_ms' })],
  hot: [needs('temp', { temp_c: 'temp_c' })],
  clock_unset: [always('shown')],
  queue_dropping: [needs('dropped', { dropped: 'dropped' })],
  bridge_refused: [nothing],
  config_failed: [nothing],
  config_rolled_back: [nothing],
  config_drift: [nothing],
  config_refused: [nothing],
  config_stale: [nothing],
  config_frozen: [nothing],
  trust_broken: [nothing],
  site_offline: [always('cause')],
  agent_silent: [always('cause')],
  unstable_link: [needs('episodes', { episodes: 'episodes' })],
  certificate: [certificateDetail],
  hub: [nothing],
  data_degraded: [always('shown')],
  clock_skew: [always('shown')],
  this_computer: [nothing],
  two_devices: [nothing],
  reinstalled: [nothing],
};

export const KNOWN_ALERT_KINDS: readonly string[] = Object.keys(DETAILS);

/** Whole days from now to the end of the certificate; absent where the alert does not tell it. */
function daysLeft(alert: AlertRecord, now: number): number | undefined {
  const { not_after_ts: end, days_left: left } = alert.values;
  if (typeof end === 'number') return Math.floor((end - now) / DAY_MS);
  return typeof left === 'number' ? Math.floor(left) : undefined;
}

const renewalFailed = (alert: AlertRecord): boolean =>
  alert.values['renewal'] === 'failed' || alert.values['renewal_failed'] === true;

const plannedTs = (alert: AlertRecord): number | undefined => {
  const planned = alert.values['planned_ts'];
  return typeof planned === 'number' ? planned : undefined;
};

function certificateDetail(alert: AlertRecord, { t, now }: WordTools): string | undefined {
  const days = daysLeft(alert, now);
  return days !== undefined && days >= 0 ? t('alert.certificate.days', { count: days }) : undefined;
}

/**
 * `camera:NVR/CAM` → its name, else `CAM`; an NVR only where it is not the default one, that is where a site has
 * several.
 */
export function objectWords(t: TFunction, { object, values }: AlertRecord): string | undefined {
  const [kind, rest] = splitOnce(object, ':');
  if (rest === undefined || rest === '') return undefined;
  if (kind === 'camera') {
    const [nvr, id] = splitOnce(rest, '/');
    const camera = typeof values['name'] === 'string' ? cleanLine(values['name']) : (id ?? rest);
    return nvr === 'nvr' || id === undefined ? camera : `${camera} (${t('alert.nvr', { nvr })})`;
  }
  // "No hub reachable" names none; a hub that refuses is named.
  if (kind === 'hub' && rest === 'all') return undefined;
  if (kind === 'nvr') return rest === 'nvr' ? undefined : t('alert.nvr', { nvr: rest });
  return rest;
}

function splitOnce(text: string, mark: string): readonly [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function headKey(alert: AlertRecord, tools: WordTools): string {
  const { kind } = alert;
  if (kind === 'camera_offline' && alert.object.startsWith('nvr:')) return 'all';
  if (kind === 'hub' && alert.values['sites'] !== undefined) return 'many';
  if (kind === 'certificate') {
    const days = daysLeft(alert, tools.now);
    if (days !== undefined && days < 0) return 'ended';
    if (renewalFailed(alert)) return 'failed';
    // Info means that a renewal is planned (contract §4 "Certificates").
    if (alert.severity === 'info') return plannedTs(alert) === undefined ? 'planned' : 'renews';
  }
  const skew = alert.values['skew_ms'];
  if (kind === 'clock_skew' && typeof skew === 'number') return skew > 0 ? 'ahead' : 'behind';
  return 'head';
}

/** The sentence of an alert from kind, object and values; the agent's English text only for kinds not known here. */
export function alertSentence(tools: WordTools, alert: AlertRecord): string {
  const { t, format, now } = tools;
  const details = DETAILS[alert.kind];
  if (!details) return alert.text ? cleanLine(alert.text) : t('alert.unknownKind', { kind: alert.kind });
  const key = headKey(alert, tools);
  const skew = alert.values['skew_ms'];
  const head = t(`alert.${alert.kind}.${key}`, {
    since: format.time(alert.occurredTs, now),
    date: format.date(plannedTs(alert) ?? now),
    skew: typeof skew === 'number' ? ageWords(t, Math.abs(skew)) : '',
  });
  if (key === 'renews') return head;
  let detail: string | undefined;
  for (const say of details) detail ??= say(alert, tools);
  const tail = [objectWords(t, alert), detail].filter((part) => part !== undefined);
  return tail.length > 0 ? `${head} – ${tail.join(', ')}` : head;
}

/** At most about 24 characters, for a pin's label. */
export function alertShort(tools: WordTools, alert: AlertRecord): string {
  const { t, now } = tools;
  if (!DETAILS[alert.kind]) return alert.text ? cleanLine(alert.text) : t('alert.unknownKind', { kind: alert.kind });
  const age = ageWords(t, now - alert.occurredTs);
  const days = alert.kind === 'certificate' ? daysLeft(alert, now) : undefined;
  if (days !== undefined && days >= 0) return t('alert.certificate.shortDays', { count: days });
  return t(`alert.${alert.kind}.short`, { age });
}
