import type { FleetTables } from '../../../fleet/delta.ts';
import type { EngineDiagnostics, QuarantineSample } from '../../../fleet/engine-diagnostics.ts';
import type { HubRecord } from '../../../fleet/model/hub.ts';
import type { WordTools } from '../../i18n/alert-words.ts';
import { hubState } from '../../i18n/hub-words.ts';
import { countedWords, unreadWords } from '../../i18n/reason-words.ts';
import { counterRows } from '../../selectors/report.ts';
import { useWords } from '../../use-fleet.ts';
import { FigureTable } from './figure-table.tsx';

/** More would be a log; the report holds all. */
const MOST_ROWS = 100;

function rightsOf({ t }: WordTools, { readOnly, refused }: HubRecord): string {
  const topics = refused.map(({ topic, code }) => `${topic} (${code})`).join(', ');
  const parts = [
    ...(readOnly ? [t('diagnostics.readOnly')] : []),
    ...(topics === '' ? [] : [t('diagnostics.refusedTopics', { topics })]),
  ];
  return parts.length === 0 ? t('diagnostics.allRights') : parts.join(', ');
}

interface HubTableProps {
  readonly hubs: readonly HubRecord[];
  readonly engine: EngineDiagnostics | undefined;
}

export function HubTable({ hubs, engine }: HubTableProps) {
  const words = useWords();
  const { t, format } = words;
  const heads = ['name', 'link', 'protocol', 'rate', 'received', 'rights'] as const;
  const rows = hubs.map((hub) => {
    const figures = engine?.hubs.find(({ id }) => id === hub.id);
    const protocol = hub.protocol === 4 ? t('diagnostics.oldProtocol') : hub.protocol === 5 ? 'MQTT 5' : '–';
    const counted = [figures?.messagesPerS, figures?.received].map((n) => (n === undefined ? '–' : format.number(n)));
    const rights = hub.state === 'connected' ? rightsOf(words, hub) : '–';
    return { key: hub.id, cells: [hub.name, hubState(words, hub), protocol, ...counted, rights] };
  });
  return (
    <FigureTable
      title={t('diagnostics.hubs')}
      none={t('header.noHub')}
      heads={heads.map((head) => t(`diagnostics.${head}`))}
      numbers={[3, 4]}
      rows={rows}
    />
  );
}

/** The code stands beside its words: people copy it to whoever helps. */
function Reason({ words, code }: { readonly words: string | undefined; readonly code: string }) {
  return (
    <>
      {words !== undefined && `${words} `}
      <span className={words === undefined ? 'mono' : 'mono set-code'}>{code}</span>
    </>
  );
}

export function CounterTable({ counters }: { readonly counters: FleetTables['counters'] }) {
  const { t, format, now } = useWords();
  const heads = ['reason', 'site', 'count', 'last'] as const;
  const rows = counterRows(counters)
    .slice(0, MOST_ROWS)
    .map(({ id, reason, site, n, lastTs }) => ({
      key: id,
      cells: [
        <Reason key="reason" words={countedWords(t, reason)} code={reason} />,
        ...[site || '–', format.number(n), format.time(lastTs, now)],
      ],
    }));
  return (
    <FigureTable
      title={t('diagnostics.counters')}
      none={t('diagnostics.noCounters')}
      heads={heads.map((head) => t(`diagnostics.${head}`))}
      numbers={[2]}
      rows={rows}
    />
  );
}

export function QuarantineTable({ samples }: { readonly samples: readonly QuarantineSample[] }) {
  const { t, format, now } = useWords();
  const heads = ['last', 'reason', 'topic', 'bytes', 'sample'] as const;
  const rows = samples.slice(0, MOST_ROWS).map(({ ts, reason, detail, topic, bytes, head }, index) => ({
    key: `${ts} ${index}`,
    cells: [
      format.time(ts, now),
      <Reason key="reason" words={unreadWords(t, reason)} code={`${reason} ${detail}`} />,
      ...[topic, format.number(bytes)],
      <code key="head" className="mono s">
        {head}
      </code>,
    ],
  }));
  return (
    <FigureTable
      title={t('diagnostics.quarantine')}
      none={t('diagnostics.noQuarantine')}
      heads={heads.map((head) => t(`diagnostics.${head}`))}
      numbers={[3]}
      rows={rows}
    />
  );
}
