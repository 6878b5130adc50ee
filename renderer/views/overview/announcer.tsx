import { useEffect, useRef, useState } from 'react';
import type { AlertKey } from '../../../fleet/model/alert.ts';
import { alertSentence } from '../../i18n/alert-words.ts';
import { isActive } from '../../selectors/alert-list.ts';
import { useCalmWords, useFleet, useOverview, useStores } from '../../use-fleet.ts';

/** Spoken one after the other at this pace, so that a storm does not talk over itself. */
const PACE_MS = 4_000;
/** Said one by one; more at once are counted. */
const MOST = 3;

/**
 * What the eye sees pulse, for ears: critical alerts that are new. Nothing
 * while the first picture is being read.
 */
export function Announcer() {
  const words = useCalmWords();
  const { t } = words;
  const { fleet } = useStores();
  const live = useFleet((picture) => picture.live);
  const order = useOverview((state) => state.alerts.order);
  const known = useRef<ReadonlySet<AlertKey> | undefined>(undefined);
  const waiting = useRef<string[]>([]);
  const [said, setSaid] = useState('');

  useEffect(() => {
    const { alerts, sites } = fleet.picture().tables;
    const critical = order.filter((key) => alerts[key]?.severity === 'critical');
    const before = known.current;
    known.current = live ? new Set(critical) : undefined;
    if (!live || before === undefined) return;
    const fresh = critical.filter((key) => !before.has(key)).map((key) => alerts[key]).filter(isActive);
    if (fresh.length > MOST) waiting.current.push(t('announce.many', { count: fresh.length }));
    else
      for (const alert of fresh) {
        const site = alert.site === undefined ? t('alerts.console') : `${alert.site} ${sites[alert.site]?.name ?? ''}`;
        waiting.current.push(t('announce.new', { site: site.trim(), sentence: alertSentence(words, alert) }));
      }
    // Words move with the clock; only a new list speaks.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [order, live]);

  useEffect(() => {
    const timer = setInterval(() => {
      const next = waiting.current.shift();
      if (next !== undefined) setSaid(next);
    }, PACE_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="vh" role="status" data-testid="announcer">
      {said}
    </p>
  );
}
