import type { At } from '../../fleet/events.ts';
import type { NvrId } from '../../fleet/ids.ts';
import type { AlertValues } from '../../fleet/model/alert.ts';
import type { AgentAlertKind, AgentSeverity, Finding } from './rules/rule.ts';

/*
 * From verdicts to alerts: hold-off, hysteresis, one open alert per kind and object, revisions (contract §5). Pure: ids and
 * time are arguments. Waits run on the monotonic clock, so that a clock that jumps neither raises nor clears anything.
 */

export interface OpenAlertRecord {
  readonly id: string;
  readonly rev: number;
  readonly kind: AgentAlertKind;
  readonly severity: AgentSeverity;
  readonly object: string;
  readonly nvr?: NvrId;
  /** When the condition began, by the site's own wall clock; 0 where that was not set. */
  readonly occurredTs: number;
  readonly values: AlertValues;
  readonly prev?: string;
}

/** A condition that is on its way: since when it holds and how many distinct samples agreed. */
interface Wait {
  readonly sinceMonoMs: number;
  readonly sinceTs: number;
  readonly samples: number;
  readonly lastSample: number;
}

/** What outlives a restart: `open` and `last`. Waits start anew. */
export interface AlertMemory {
  readonly open: ReadonlyMap<string, OpenAlertRecord>;
  /** Id of the last alert by kind and object, newest last; bounded. */
  readonly last: ReadonlyMap<string, string>;
  readonly raising: ReadonlyMap<string, Wait>;
  readonly clearing: ReadonlyMap<string, Wait>;
  readonly changing: ReadonlyMap<string, Wait>;
}

export interface AlertChange {
  readonly op: 'open' | 'update' | 'close';
  readonly alert: OpenAlertRecord;
}

const LAST_IDS_MAX = 500;

export const emptyAlertMemory = (): AlertMemory => ({
  open: new Map(),
  last: new Map(),
  raising: new Map(),
  clearing: new Map(),
  changing: new Map(),
});

export const alertKey = (kind: string, object: string): string => `${kind} ${object}`;

const waited = (wait: Wait | undefined, finding: Finding, at: At): Wait =>
  wait === undefined
    ? { sinceMonoMs: at.monoMs, sinceTs: at.wallTs, samples: 1, lastSample: finding.sample }
    : wait.lastSample === finding.sample
      ? wait
      : { ...wait, samples: wait.samples + 1, lastSample: finding.sample };

const isOver = (wait: Wait, afterMs: number, { holdOff }: Finding, at: At): boolean =>
  wait.samples >= holdOff.minSamples && at.monoMs - wait.sinceMonoMs >= afterMs;

/** Mutable while one step runs; never leaves this file. */
interface Draft {
  readonly open: Map<string, OpenAlertRecord>;
  readonly last: Map<string, string>;
  readonly raising: Map<string, Wait>;
  readonly clearing: Map<string, Wait>;
  readonly changing: Map<string, Wait>;
  readonly changes: AlertChange[];
}

const remember = (draft: Draft, key: string, id: string): void => {
  draft.last.delete(key);
  draft.last.set(key, id);
  const oldest = draft.last.keys().next().value;
  if (draft.last.size > LAST_IDS_MAX && oldest !== undefined) draft.last.delete(oldest);
};

const raise = (draft: Draft, key: string, finding: Finding, at: At, newId: () => string): void => {
  if (finding.verdict === 'unmeasured') return;
  if (finding.verdict !== 'bad') {
    draft.raising.delete(key);
    return;
  }
  const wait = waited(draft.raising.get(key), finding, at);
  if (!isOver(wait, finding.holdOff.raiseAfterMs, finding, at)) {
    draft.raising.set(key, wait);
    return;
  }
  draft.raising.delete(key);
  const prev = draft.last.get(key);
  const alert: OpenAlertRecord = {
    id: newId(),
    rev: 1,
    kind: finding.kind,
    severity: finding.severity,
    object: finding.object,
    ...(finding.nvr === undefined ? {} : { nvr: finding.nvr }),
    occurredTs: wait.sinceTs,
    values: finding.values ?? {},
    ...(prev === undefined ? {} : { prev }),
  };
  draft.open.set(key, alert);
  remember(draft, key, alert.id);
  draft.changes.push({ op: 'open', alert });
};

const close = (draft: Draft, key: string, alert: OpenAlertRecord, values: AlertValues | undefined): void => {
  draft.open.delete(key);
  draft.clearing.delete(key);
  draft.changing.delete(key);
  draft.changes.push({ op: 'close', alert: { ...alert, rev: alert.rev + 1, values: values ?? alert.values } });
};

const clear = (draft: Draft, key: string, alert: OpenAlertRecord, finding: Finding, at: At): void => {
  const wait = waited(draft.clearing.get(key), finding, at);
  if (isOver(wait, finding.holdOff.clearAfterMs, finding, at)) close(draft, key, alert, finding.values);
  else draft.clearing.set(key, wait);
};

const RANK: Readonly<Record<AgentSeverity, number>> = { critical: 2, warning: 1, info: 0 };

/** A change of severity waits like the alert itself: up as for opening, down as for closing. */
const revise = (draft: Draft, key: string, alert: OpenAlertRecord, finding: Finding, at: At): void => {
  if (finding.severity === alert.severity) {
    draft.changing.delete(key);
    return;
  }
  const wait = waited(draft.changing.get(key), finding, at);
  const up = RANK[finding.severity] > RANK[alert.severity];
  if (!isOver(wait, up ? finding.holdOff.raiseAfterMs : finding.holdOff.clearAfterMs, finding, at)) {
    draft.changing.set(key, wait);
    return;
  }
  draft.changing.delete(key);
  const next = { ...alert, rev: alert.rev + 1, severity: finding.severity, values: finding.values ?? alert.values };
  draft.open.set(key, next);
  draft.changes.push({ op: 'update', alert: next });
};

const judge = (draft: Draft, key: string, finding: Finding, at: At, newId: () => string): void => {
  const alert = draft.open.get(key);
  if (alert === undefined) return raise(draft, key, finding, at, newId);
  if (finding.verdict === 'good') return clear(draft, key, alert, finding, at);
  if (finding.verdict === 'unmeasured') return;
  draft.clearing.delete(key);
  if (finding.verdict === 'bad') revise(draft, key, alert, finding, at);
};

/** Objects that no rule names any more (camera removed, hub gone) close at once: nobody could ever clear them. */
const closeGone = (draft: Draft, named: ReadonlySet<string>, isGone: (alert: OpenAlertRecord) => boolean): void => {
  for (const [key, alert] of [...draft.open]) {
    if (!named.has(key) && isGone(alert)) close(draft, key, alert, { ...alert.values, gone: true });
  }
  for (const waits of [draft.raising, draft.clearing, draft.changing]) {
    for (const key of [...waits.keys()]) if (!named.has(key)) waits.delete(key);
  }
};

/**
 * One look at all findings. `newId` gives the id of a new alert. Changes come in the order of the findings, then those of
 * objects that are gone: of an open alert that no finding is about `isGone` tells that from not having been looked at yet.
 */
export const stepAlerts = (
  memory: AlertMemory,
  found: readonly Finding[],
  at: At,
  newId: () => string,
  isGone: (alert: OpenAlertRecord) => boolean,
): { readonly memory: AlertMemory; readonly changes: readonly AlertChange[] } => {
  const draft: Draft = {
    open: new Map(memory.open),
    last: new Map(memory.last),
    raising: new Map(memory.raising),
    clearing: new Map(memory.clearing),
    changing: new Map(memory.changing),
    changes: [],
  };
  const named = new Set<string>();
  for (const finding of found) {
    const key = alertKey(finding.kind, finding.object);
    named.add(key);
    judge(draft, key, finding, at, newId);
  }
  closeGone(draft, named, isGone);
  const { changes, ...next } = draft;
  // The same list as long as nothing happened: who compares by identity need not look into it.
  return { memory: changes.length > 0 ? next : { ...next, open: memory.open, last: memory.last }, changes };
};

/** Open alerts, worst first, then oldest; equal ones by id so that equal states give equal bytes. */
export const openAlerts = ({ open }: AlertMemory): readonly OpenAlertRecord[] =>
  [...open.values()].sort(
    (a, b) =>
      RANK[b.severity] - RANK[a.severity] || a.occurredTs - b.occurredTs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
