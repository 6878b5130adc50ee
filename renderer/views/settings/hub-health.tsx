import type { ReactNode } from 'react';
import type { HubDiagnostics } from '../../../fleet/engine-diagnostics.ts';
import type { HubRecord } from '../../../fleet/model/hub.ts';
import type { WordTools } from '../../i18n/alert-words.ts';
import { ageWords } from '../../i18n/format.ts';
import { useWords } from '../../use-fleet.ts';

const DAY_MS = 86_400_000;
/** A hub's certificate is renewed by people: they need this long. */
const RENEW_WITHIN_DAYS = 30;
/** Below, the difference is the way of a message. */
const CLOCK_OFF_MS = 5_000;
const SECOND_MS = 1_000;

type Pair = readonly [label: string, value: ReactNode];

const warning = (text: string): ReactNode => <span className="c-warn b">{text}</span>;

function clockPair({ t, format }: WordTools, { clock }: HubDiagnostics): Pair {
  const label = t('diagnostics.health.clock');
  if (clock === undefined) return [label, t('diagnostics.health.clockNone')];
  const seconds = format.number(Math.abs(clock.offsetMs) / SECOND_MS);
  const side = clock.offsetMs >= 0 ? 'clockAhead' : 'clockBehind';
  const text = t(`diagnostics.health.${side}`, { seconds, count: clock.sites });
  return [label, Math.abs(clock.offsetMs) < CLOCK_OFF_MS ? text : warning(text)];
}

function certificatePair({ t, format, now }: WordTools, { certificate }: HubDiagnostics): Pair {
  const label = t('diagnostics.health.certificate');
  if (certificate === undefined) return [label, t('diagnostics.health.noTls')];
  const { subject, issuer, notBeforeTs, notAfterTs } = certificate;
  const days = Math.floor((notAfterTs - now) / DAY_MS);
  const dates = { from: format.dateWithYear(notBeforeTs), to: format.dateWithYear(notAfterTs) };
  const text = t('diagnostics.health.certificateText', { subject, issuer, ...dates });
  const ends = t('diagnostics.health.certificateEnds', { count: Math.max(0, days) });
  return [label, days <= RENEW_WITHIN_DAYS ? [`${text} `, <span key="ends">{warning(ends)}</span>] : text];
}

function behindPair({ t }: WordTools, { behind }: HubDiagnostics): Pair {
  const label = t('diagnostics.health.behind');
  if (behind === undefined) return [label, t('diagnostics.health.behindAlone')];
  if (behind.n === 0) return [label, t('diagnostics.health.behindNone')];
  return [label, warning(t('diagnostics.health.behindSites', { count: behind.n, sites: behind.sites.join(', ') }))];
}

/** The broker's own figures; those that it does not tell are left out. */
function brokerPairs({ t, format }: WordTools, { health }: HubDiagnostics): readonly Pair[] {
  const { version, uptime, ...numbers } = health;
  const up = uptime === undefined ? '' : ageWords(t, uptime * SECOND_MS);
  const counted = ([
    ...(['clientsConnected', 'clientsDisconnected', 'clientsMaximum', 'messagesDropped', 'messagesInflight'] as const),
    ...(['messagesStored', 'bytesStored', 'retained', 'subscriptions', 'heapBytes'] as const),
    ...(['receivedPerMinute', 'sentPerMinute'] as const),
  ]).flatMap((field): Pair[] => {
    const n = numbers[field];
    if (n === undefined) return [];
    const text = format.number(n);
    return [[t(`diagnostics.health.${field}`), field === 'messagesDropped' && n > 0 ? warning(text) : text]];
  });
  return [
    ...(version === undefined ? [] : [[t('diagnostics.health.version'), version] as const]),
    ...(up === '' ? [] : [[t('diagnostics.health.uptime'), up] as const]),
    ...counted,
  ];
}

interface HealthProps {
  readonly hub: HubRecord;
  readonly figures: HubDiagnostics | undefined;
}

/** One hub: how far away it is, whose clock is off, what it lacks, and how it says that it is. */
export function HubHealthPart({ hub, figures }: HealthProps) {
  const words = useWords();
  const { t, format } = words;
  if (figures === undefined || hub.state !== 'connected') return null;
  const { latencyMs, healthAnswer, health } = figures;
  const latency =
    latencyMs === undefined
      ? t('diagnostics.health.noAnswer')
      : t('diagnostics.health.ms', { n: format.number(latencyMs) });
  const pairs: readonly Pair[] = [
    [t('diagnostics.health.latency'), latency],
    clockPair(words, figures),
    certificatePair(words, figures),
    behindPair(words, figures),
    ...brokerPairs(words, figures),
  ];
  const silent = Object.keys(health).length === 0;
  return (
    <section aria-label={t('diagnostics.health.title', { name: hub.name })}>
      <h3>{t('diagnostics.health.title', { name: hub.name })}</h3>
      <dl className="kv selectable">
        {pairs.map(([label, value]) => (
          <div key={label} className="set-pair">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {silent && <p className="t2 s">{t(`diagnostics.health.silent.${healthAnswer}`)}</p>}
    </section>
  );
}
