import { memo } from 'react';
import { STATUS_ORDER } from '../../../fleet/model/status.ts';
import { troubledIn } from '../../../fleet/status-series.ts';
import type { WordTools } from '../../i18n/alert-words.ts';
import { BAR_MS, BARS, statusBars, type StatusBar } from '../../selectors/status-bars.ts';
import { isNarrowed } from '../../selectors/filter.ts';
import { useCalmWords, useFleet, useNav, useOverview } from '../../use-fleet.ts';
import { useStatusHistory } from '../../use-status-history.ts';

const STEP = 10;
const HEIGHT = 34;
/** Newest bars, drawn in ink: what just happened. */
const NEW_BARS = 2;

/** How many sites were offline, in error or with warnings over the last 24 hours, by half hours; of the whole fleet. */
export const StatusChart = memo(function StatusChart() {
  const words = useCalmWords();
  const { t, format, now } = words;
  const slots = useStatusHistory();
  const counts = useOverview((state) => state.sites.counts);
  const live = useFleet((picture) => picture.live);
  // The history is of the whole fleet: while a filter narrows the numbers, they are no part of it.
  const narrowed = useNav((state) => isNarrowed(state.filter));
  const { bars, peak, peakTs } = statusBars(slots, now, live && !narrowed ? counts : undefined);
  const last = bars.at(-1)?.counts;
  if (bars.every((bar) => bar.counts === undefined)) return null;
  const figures = { now: last ? format.number(troubledIn(last)) : '–', peak: format.number(peak) };
  const gaps = bars.filter((bar) => bar.counts === undefined).length;
  const label =
    peakTs === undefined
      ? t('history.label', figures)
      : t('history.labelAt', { ...figures, time: format.time(peakTs, now) });
  return (
    <figure className="hist" data-testid="history">
      <figcaption className="hist-head">
        <span>{t(narrowed ? 'history.titleAll' : 'history.title')}</span>
        <span aria-hidden="true">{t('history.now', figures)}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${BARS * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={gaps === 0 ? label : `${label}; ${t('history.gaps', { count: gaps })}`}
      >
        {bars.map((bar, at) => (
          <Bar key={bar.ts} bar={bar} at={at} peak={Math.max(peak, 4)} words={words} />
        ))}
      </svg>
      <div className="hist-axis" aria-hidden="true">
        {[0, 12, 24, 36].map((at) => (
          <span key={at}>{format.clock(bars[at]!.ts)}</span>
        ))}
        <span>{format.clock(bars[BARS - 1]!.ts + BAR_MS)}</span>
      </div>
    </figure>
  );
});

interface BarProps {
  readonly bar: StatusBar;
  readonly at: number;
  readonly peak: number;
  readonly words: WordTools;
}

function Bar({ bar, at, peak, words: { t, format, now } }: BarProps) {
  const time = format.time(bar.ts, now);
  const { counts } = bar;
  if (counts === undefined) {
    return (
      <path className="gap" d={`M${at * STEP} ${HEIGHT - 1}h${STEP}`}>
        <title>{t('history.gap', { time })}</title>
      </path>
    );
  }
  const height = Math.max(1, (troubledIn(counts) / peak) * (HEIGHT - 2));
  const mix = STATUS_ORDER.filter((status) => status !== 'ok' && counts[status] > 0).map((status) =>
    t('health.bar', { n: format.number(counts[status]), status: t(`status.${status}`) }),
  );
  return (
    <rect
      className={at >= BARS - NEW_BARS ? 'bar new' : 'bar'}
      x={at * STEP}
      y={HEIGHT - height}
      width={STEP - 2}
      height={height}
    >
      <title>{t('history.bar', { time, mix: mix.join(', ') || t('history.calm') })}</title>
    </rect>
  );
}
