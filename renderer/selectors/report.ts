import type { FleetTables } from '../../fleet/delta.ts';
import type { EngineDiagnostics, HubDiagnostics, QuarantineSample } from '../../fleet/engine-diagnostics.ts';
import type { StartInfo } from '../../fleet/ipc.ts';
import type { CounterRecord } from '../../fleet/model/notice.ts';

export interface ReportFacts {
  readonly start: StartInfo | undefined;
  readonly tables: Pick<FleetTables, 'hubs' | 'notices' | 'counters'>;
  readonly engine: EngineDiagnostics | undefined;
  readonly samples: readonly QuarantineSample[];
  readonly nowTs: number;
}

const iso = (ts: number): string => new Date(ts).toISOString();

export interface CounterRow extends CounterRecord {
  readonly reason: string;
  readonly site: string;
}

/** `reason:SITE` apart; the most frequent first. */
export const counterRows = (counters: FleetTables['counters']): readonly CounterRow[] =>
  Object.values(counters)
    .map((counter) => {
      const [reason = '', site = ''] = counter.id.split(':');
      return { ...counter, reason, site };
    })
    .sort((a, b) => b.n - a.n || a.id.localeCompare(b.id));

/** Numbers and versions only: a certificate's names could tell who the customer is. */
const figuresOf = ({ latencyMs, clock, certificate, behind, health, healthAnswer }: HubDiagnostics): readonly string[] => [
  `ping ${latencyMs === undefined ? 'unanswered' : `${latencyMs.toFixed(1)} ms`}`,
  ...(clock === undefined ? [] : [`clock ${clock.offsetMs} ms ahead of ${clock.sites} sites`]),
  ...(certificate === undefined ? [] : [`certificate until ${iso(certificate.notAfterTs)}`]),
  ...(behind === undefined ? [] : [`${behind.n} sites behind`]),
  `own health ${healthAnswer}`,
  ...Object.entries(health).map(([field, value]) => `${field} ${value}`),
];

/**
 * Plain English text for whoever helps, built only from the fields named here: no password, user, key or path, and of
 * unreadable messages only where they came from, not what they say.
 */
export function reportText({ start, tables, engine, samples, nowTs }: ReportFacts): string {
  const lines = [
    `Blocao Fleet Console ${start?.version ?? '?'}, console ${start?.consoleId ?? '?'}, ${iso(nowTs)}`,
    engine === undefined ? 'engine: no answer' : `node ${engine.versions.node}, sqlite ${engine.versions.sqlite}`,
    '',
    'Hubs',
    ...Object.values(tables.hubs).map((hub) => {
      const rate = engine?.hubs.find(({ id }) => id === hub.id);
      const refused = hub.refused.map(({ topic, code }) => `${topic} (${code})`).join(' ');
      return [
        `${hub.id} ${hub.url} ${hub.state} since ${iso(hub.sinceTs)}`,
        `MQTT ${hub.protocol === 4 ? '3.1.1' : (hub.protocol ?? '?')}`,
        `${rate?.messagesPerS ?? '?'}/s, ${rate?.received ?? '?'} received`,
        ...(hub.problem === undefined ? [] : [hub.problem.code]),
        ...(rate === undefined ? [] : figuresOf(rate)),
        ...(hub.readOnly ? ['read only'] : []),
        ...(refused === '' ? [] : [`refused ${refused}`]),
      ].join(', ');
    }),
    '',
    'Notices',
    ...Object.values(tables.notices).map(({ kind, ts }) => `${kind} ${iso(ts)}`),
    '',
    'Counters',
    ...counterRows(tables.counters).map(({ id, n, lastTs }) => `${id} ${n}, last ${iso(lastTs)}`),
    '',
    'Unreadable messages',
    ...samples.map(({ ts, hub, topic, reason, bytes }) => `${iso(ts)} ${hub} ${reason} ${topic} ${bytes} bytes`),
    '',
    'Database',
    ...(engine === undefined ? [] : [`${engine.database.bytes} bytes`]),
    ...(engine?.database.rows ?? []).map(({ table, n }) => `${table} ${n}`),
  ];
  return `${lines.join('\n')}\n`;
}
