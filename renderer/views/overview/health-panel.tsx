import type { TFunction } from 'i18next';
import { memo, useMemo } from 'react';
import { STATUS_ORDER, type SiteStatus } from '../../../fleet/model/status.ts';
import { StatusGlyph } from '../../components/glyph.tsx';
import { ageWords } from '../../i18n/format.ts';
import { answerOf, waitingAlerts, type AnswerPart } from '../../selectors/answer.ts';
import type { SiteFilter } from '../../../fleet/saved-view.ts';
import { isNarrowed, withChoice } from '../../selectors/filter.ts';
import { calmSince, oldestReport, type StatusCounts } from '../../selectors/site-list.ts';
import { useFleet, useNav, useOverview, useStores, useWords } from '../../use-fleet.ts';
import { StatusChart } from './status-chart.tsx';

/** The answer, the share of each status, its last 24 hours, and three facts about the whole fleet. */
export function HealthPanel() {
  const { t } = useWords();
  const counts = useOverview((state) => state.sites.counts);
  return (
    <section className="health" aria-label={t('health.label')}>
      <AnswerLine />
      <HealthBar counts={counts} />
      <StatusNumbers counts={counts} />
      <StatusChart />
      <Facts />
    </section>
  );
}

function AnswerLine() {
  const { t } = useWords();
  const counts = useOverview((state) => state.sites.counts);
  const total = useOverview((state) => state.sites.total);
  const fleetTotal = useOverview((state) => state.sites.fleetTotal);
  const live = useFleet((picture) => picture.live);
  const filter = useNav((state) => state.filter);
  if (fleetTotal === 0) return <h1 className="answer">{t(live ? 'answer.none' : 'answer.connecting')}</h1>;
  const answer = answerOf(counts, total);
  const say = (parts: readonly AnswerPart[]): string =>
    parts.map(({ key, count }) => t(`answer.${key}`, { count, n: count, total })).join(', ');
  const first = say(answer.first);
  const second = say(answer.second);
  return (
    <>
      <h1 className="answer" data-testid="answer">
        {scopedAnswer(t, first, filter)}
      </h1>
      <p className="t2">
        {answer.first[0]?.key === 'allFine' ? <CalmSince /> : second === '' || second.endsWith('.') ? second : `${second}.`}
      </p>
    </>
  );
}

/** Since when all sites are fine; "nothing needs you" only where no alert waits, of this console neither. */
function CalmSince() {
  const { t, format, now } = useWords();
  const { fleet } = useStores();
  const order = useOverview((state) => state.sites.order);
  const groups = useOverview((state) => state.alerts.groups);
  const open = useMemo(() => waitingAlerts(groups, fleet.picture().tables.alerts), [groups, fleet]);
  const sinceTs = useMemo(() => calmSince(fleet.picture().tables.sites, order), [order, fleet]);
  if (sinceTs === undefined) return t('answer.nothingNeedsYou');
  const time = format.time(sinceTs, now);
  return open > 0 ? t('answer.calmAlerts', { time, count: open }) : t('answer.calmSince', { time });
}

/** Which part of the fleet the answer speaks of: a region by its name, anything else as "this filter". */
function scopedAnswer(t: TFunction, answer: string, filter: SiteFilter): string {
  if (!isNarrowed(filter)) return answer;
  const { region } = filter;
  return region !== undefined && !isNarrowed(withChoice(filter, 'region', undefined))
    ? t('answer.inRegion', { answer, region })
    : t('answer.filtered', { answer });
}

const HealthBar = memo(function HealthBar({ counts }: { readonly counts: StatusCounts }) {
  const { t } = useWords();
  const shown = STATUS_ORDER.filter((status) => counts[status] > 0);
  const label = STATUS_ORDER.map((status) =>
    t('health.bar', { n: counts[status], status: t(`status.${status}`) }),
  ).join(', ');
  return (
    <div className="hbar" role="img" aria-label={label}>
      {shown.length === 0 && <span className="none" />}
      {shown.map((status) => (
        <span key={status} className={status} style={{ flex: counts[status] }} />
      ))}
    </div>
  );
});

/** Two columns, worst first downwards, as the eye reads the mock-up: trouble left, the rest right. */
const NUMBERS: readonly SiteStatus[] = ['offline', 'err', 'warn', 'ok', 'maintenance', 'unknown'];

const StatusNumbers = memo(function StatusNumbers({ counts }: { readonly counts: StatusCounts }) {
  const { t, format } = useWords();
  const { nav } = useStores();
  const filter = useNav((state) => state.filter);
  return (
    <div className="hgrid">
      {NUMBERS.map((status) => {
        const count = counts[status];
        const on = filter.status === status;
        return (
          <button
            key={status}
            type="button"
            className={count === 0 && !on ? 'zero' : ''}
            data-status={status}
            aria-pressed={on}
            aria-label={t('health.filter', { status: t(`status.${status}`), count })}
            onClick={() => nav.setFilter(withChoice(filter, 'status', on ? undefined : status))}
          >
            <StatusGlyph status={status} />
            <span className="ell">{t(`status.${status}`)}</span>
            <b>{format.number(count)}</b>
          </button>
        );
      })}
    </div>
  );
});

function Facts() {
  const { t, format } = useWords();
  const facts = useOverview((state) => state.sites.facts);
  const { nav } = useStores();
  const none = t('health.none');
  const byCameras = (): void => {
    nav.setMode('table');
    nav.setSort({ by: 'cameras', down: true });
  };
  const of = (n: number, total: number): string =>
    total === 0
      ? none
      : t('health.of', { n: facts.sitesReachable === 0 ? none : format.number(n), total: format.number(total) });
  return (
    <dl className="facts">
      <div>
        <dt>{t('health.cameras')}</dt>
        <dd>
          <button type="button" className="fact" title={t('history.byCameras')} onClick={byCameras}>
            {of(facts.camerasOnline, facts.camerasTotal)}
          </button>
        </dd>
      </div>
      <div>
        <dt>{t('health.recording')}</dt>
        <dd>{of(facts.sitesRecording, facts.sitesWithCameras)}</dd>
      </div>
      <div>
        <dt>{t('health.oldest')}</dt>
        <dd>
          <OldestReport />
        </dd>
      </div>
    </dl>
  );
}

/** Looks over all sites, so it reads the picture once a second, with the clock, and not with each frame. */
const OldestReport = memo(function OldestReport() {
  const { t, now } = useWords();
  const { fleet, overview, nav } = useStores();
  const oldest = oldestReport(fleet.picture().tables.sites, overview.state().sites.order);
  if (!oldest) return <>{t('health.none')}</>;
  return (
    <button
      type="button"
      className="fact"
      title={t('history.show', { site: oldest.id })}
      onClick={() => nav.select(oldest.id, { reveal: true })}
    >
      {ageWords(t, now - oldest.lastLifeTs!)}, {oldest.id}
    </button>
  );
});
