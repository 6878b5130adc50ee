import type { AgentMemory } from '../agent-store.ts';
import { alertKey } from '../alert-step.ts';
import type { OpenAlertRecord } from '../alert-step.ts';
import type { StoredEntry } from './entry.ts';

/*
 * Events are written ahead of everything else: what a snapshot does not know yet is recalled from the alert events behind
 * it, so that memory and events never disagree, wherever the agent was stopped.
 */

/** Payload of `event/alert`, as far as memory needs it. */
interface AlertPayload {
  readonly boot: number;
  readonly id: string;
  readonly rev: number;
  readonly op: 'open' | 'update' | 'close';
  readonly kind: OpenAlertRecord['kind'];
  readonly severity: OpenAlertRecord['severity'];
  readonly object: string;
  readonly nvr?: OpenAlertRecord['nvr'];
  readonly occurred_ts?: number;
  readonly values?: OpenAlertRecord['values'];
  readonly prev?: string;
}

const recordFrom = ({ id, rev, kind, severity, object, nvr, occurred_ts: occurredTs, values, prev }: AlertPayload): OpenAlertRecord => ({
  id,
  rev,
  kind,
  severity,
  object,
  ...(nvr === undefined ? {} : { nvr }),
  // Left out while the clock was not set.
  occurredTs: occurredTs ?? 0,
  values: values ?? {},
  ...(prev === undefined ? {} : { prev }),
});

const EMPTY: AgentMemory = { boot: 0, eventSeq: 0, openAlerts: [], lastAlertIds: [] };

/** The memory with every event behind it folded in; undefined where there is neither. Entries in order of `seq`. */
export const recall = (memory: AgentMemory | undefined, entries: readonly StoredEntry[]): AgentMemory | undefined => {
  const start = memory ?? EMPTY;
  const news = entries.filter(({ seq }) => seq > start.eventSeq);
  if (news.length === 0) return memory;
  const open = new Map(start.openAlerts.map((alert) => [alertKey(alert.kind, alert.object), alert]));
  const last = new Map(start.lastAlertIds);
  let { boot } = start;
  for (const { kind, payload } of news) {
    const body = JSON.parse(payload) as AlertPayload;
    boot = Math.max(boot, body.boot);
    if (kind !== 'event/alert') continue;
    const key = alertKey(body.kind, body.object);
    if (body.op === 'close') open.delete(key);
    else open.set(key, recordFrom(body));
    last.delete(key);
    last.set(key, body.id);
  }
  return { ...start, boot, eventSeq: news.at(-1)?.seq ?? start.eventSeq, openAlerts: [...open.values()], lastAlertIds: [...last] };
};
