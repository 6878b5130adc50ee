import type { AlertValues } from '../model/alert.ts';
import type { Severity } from '../model/status.ts';
import type { StateCert } from '../wire/state-cert.ts';

/* Contract §4 "Certificates": a console rule from `state/cert`. */

const DAY_MS = 86_400_000;
/** Days left at each step for lives of half a year and more. */
export const CERTIFICATE_STEPS_D: readonly number[] = [90, 30, 7];
/** A shorter life is divided instead: half, a sixth and a 26th of it. */
const SHORT_LIFE_MS = 180 * DAY_MS;
const SHORT_LIFE_PARTS: readonly number[] = [2, 6, 26];

export interface CertificateJudgement {
  /** 0: nothing to say; the alert's `rev` is the step reached. */
  readonly step: number;
  readonly severity: Severity;
  /** For the sentence: when it ends, and what became of its renewal. */
  readonly values: AlertValues;
  /** When the next step begins, if one is left. */
  readonly nextTs?: number;
}

/** Ms left at which each step begins, falling. */
const stepsOf = (cert: StateCert, notAfterTs: number, stepsD: readonly number[] | undefined): readonly number[] => {
  if (stepsD !== undefined && stepsD.length > 0) return stepsD.map((days) => days * DAY_MS).sort((a, b) => b - a);
  const lifeMs = cert.not_before_ts === undefined ? Infinity : notAfterTs - cert.not_before_ts;
  if (lifeMs >= SHORT_LIFE_MS) return CERTIFICATE_STEPS_D.map((days) => days * DAY_MS);
  return SHORT_LIFE_PARTS.map((part) => Math.max(0, lifeMs) / part);
};

/** When the certificate renews by itself; not once an attempt failed. */
const plannedTs = ({ renewal }: StateCert): number | undefined => (renewal?.result === 'failed' ? undefined : renewal?.planned_ts);

/** First step: info while a renewal is planned and none failed, else a warning. Last one: critical. Between: a warning. */
const severityOf = (cert: StateCert, step: number, steps: number): Severity => {
  if (step >= steps) return 'critical';
  if (step > 1) return 'warning';
  return plannedTs(cert) === undefined ? 'warning' : 'info';
};

const valuesOf = (cert: StateCert, notAfterTs: number, severity: Severity): AlertValues => {
  const planned = plannedTs(cert);
  return {
    not_after_ts: notAfterTs,
    severity,
    ...(planned !== undefined && { planned_ts: planned }),
    ...(cert.renewal?.result === 'failed' && { renewal: 'failed' }),
  };
};

/** What the certificate calls for at `wallTs`; undefined where its end is not told. `stepsD`: days left, from a desk rule. */
export const judgeCertificate = (
  cert: StateCert,
  wallTs: number,
  stepsD?: readonly number[],
): CertificateJudgement | undefined => {
  const notAfterTs = cert.not_after_ts;
  if (notAfterTs === undefined) return undefined;
  const steps = stepsOf(cert, notAfterTs, stepsD);
  const leftMs = notAfterTs - wallTs;
  const step = steps.filter((stepMs) => leftMs <= stepMs).length;
  const next = steps[step];
  const severity = severityOf(cert, step, steps.length);
  return {
    step,
    severity,
    values: valuesOf(cert, notAfterTs, severity),
    ...(next !== undefined && { nextTs: notAfterTs - next }),
  };
};

const NOT_IN_AN_ID = /[^A-Za-z0-9._:-]/g;

/** `certificate.<serial>` (contract §5); a serial is made fit for a topic level. */
export const certificateAlertId = (cert: StateCert): string =>
  `certificate.${(cert.serial ?? 'none').replace(NOT_IN_AN_ID, '_')}`.slice(0, 128);
