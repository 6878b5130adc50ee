import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import type { AlertKey, AlertRecord } from '../../../fleet/model/alert.ts';
import { SeverityGlyph } from '../../components/glyph.tsx';
import { alertSentence, type WordTools } from '../../i18n/alert-words.ts';
import { ageWords } from '../../i18n/format.ts';
import { isActive, isHandled } from '../../selectors/alert-list.ts';
import { useFleet, useNav, useStores, useWords } from '../../use-fleet.ts';

interface AlertRowProps {
  readonly alertKey: AlertKey;
  readonly folded: number;
  /** Of those, alerts of the same kind at the same site. */
  readonly alike: number;
  readonly open: boolean;
  readonly child: boolean;
  readonly index: number;
  readonly count: number;
  readonly start: number;
  readonly measure: (element: HTMLElement | null) => void;
  readonly onToggle: (key: AlertKey) => void;
}

/** What, who, since when, who has it; a click opens the site. */
export const AlertRow = memo(function AlertRow({ measure, ...props }: AlertRowProps) {
  const alert = useFleet((picture) => picture.tables.alerts[props.alertKey]);
  const site = useFleet((picture) => (alert?.site ? picture.tables.sites[alert.site] : undefined));
  const selected = useNav((state) => state.selected !== undefined && state.selected === alert?.site);
  const pointed = useNav((state) => state.pointed !== undefined && state.pointed === alert?.site);
  const { nav } = useStores();
  const words = useWords();
  if (!alert) return null;
  const { t, format, now } = words;
  const handled = isHandled(alert, now) || !isActive(alert);
  const said = alertSentence(words, alert);
  const sentence = props.alike === 0 ? said : t('same.more', { sentence: said, count: props.alike });
  const over = !isActive(alert) && handlingWords(words, alert) === undefined;
  const age = over ? t('same.over') : ageWords(t, now - alert.occurredTs);
  const who = alert.site ?? t('alerts.console');
  const classes = ['al', handled ? '' : `loud ${alert.severity}`, selected ? 'sel' : pointed ? 'pointed' : '', props.child ? 'child' : '']
    .filter(Boolean)
    .join(' ');
  return (
    <div
      ref={measure}
      data-index={props.index}
      role="listitem"
      aria-setsize={props.count}
      aria-posinset={props.index + 1}
      className={classes}
      title={[`${who} ${site?.name ?? ''}`, t('alerts.since', { time: format.time(alert.occurredTs, now) })].join('\n')}
      style={{ transform: `translateY(${props.start}px)` }}
      onPointerEnter={() => nav.point(alert.site)}
      onPointerLeave={() => nav.point(undefined)}
    >
      <button
        type="button"
        className="main-hit"
        aria-label={`${who} ${site?.name ?? ''}: ${sentence}, ${age}`}
        onFocus={() => nav.point(alert.site)}
        onBlur={() => nav.point(undefined)}
        onClick={() => alert.site && nav.openDrawer(alert.site, { reveal: true })}
      />
      <SeverityGlyph severity={alert.severity} handled={handled} label={t(`severity.${alert.severity}`)} />
      <span className="ell who">
        <span className="id">{who}</span> {site?.name}
      </span>
      <span className="age">{age}</span>
      <span className="l2">{sentence}</span>
      <LastLine words={words} alert={alert} {...props} />
    </div>
  );
});

function LastLine({
  words,
  alert,
  folded,
  open,
  onToggle,
  alertKey,
}: Omit<AlertRowProps, 'measure'> & { readonly words: WordTools; readonly alert: AlertRecord }) {
  const { t } = words;
  const handling = handlingWords(words, alert);
  if (handling === undefined && folded === 0) return null;
  return (
    <span className="l3">
      {handling !== undefined && <span className="ell">{handling}</span>}
      {folded > 0 && (
        <button
          type="button"
          className="chip"
          aria-expanded={open}
          title={t(open ? 'alerts.close' : 'alerts.open')}
          onClick={() => onToggle(alertKey)}
        >
          {open ? (
            <ChevronDown className="i i-14" aria-hidden="true" />
          ) : (
            <ChevronRight className="i i-14" aria-hidden="true" />
          )}
          {t('alerts.folded', { count: folded })}
        </button>
      )}
    </span>
  );
}

/** What is over says so in the line that it had: a row that grew would move the ones below it under the pointer. */
function handlingWords(words: WordTools, alert: AlertRecord): string | undefined {
  const had = activeWords(words, alert);
  return had !== undefined && !isActive(alert) ? words.t('same.over') : had;
}

function activeWords({ t, format, now }: WordTools, alert: AlertRecord): string | undefined {
  const { handling } = alert;
  if (alert.severity === 'info' && !handling?.owner) return undefined;
  if (handling?.owner) return t('alerts.owner', { name: handling.owner.by });
  if (handling?.snoozedUntilTs !== undefined && handling.snoozedUntilTs > now)
    return t('alerts.snoozed', { time: format.time(handling.snoozedUntilTs, now) });
  if (handling?.acked) return t('alerts.acked');
  return alert.source === 'local' ? undefined : t('alerts.unassigned');
}
