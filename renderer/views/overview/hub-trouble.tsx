import { hubState } from '../../i18n/hub-words.ts';
import { useConsole, useFleet, useOverview, useWords } from '../../use-fleet.ts';
import { HubLine } from './first-words.tsx';

/** While no hub is reachable and so no site's state is known: that it is us, and what each hub does. */
export function HubTrouble() {
  const words = useWords();
  const { t } = words;
  const unknown = useOverview((state) => state.sites.counts.unknown);
  const down = useOverview((state) => state.hubsDownSinceTs !== undefined);
  const hubTable = useFleet((picture) => picture.tables.hubs);
  const engineUp = useConsole((state) => state.process.state === 'running');
  const hubs = Object.values(hubTable);
  if (!engineUp || !down || unknown === 0 || !hubs.some((hub) => hub.problem !== undefined || hub.state === 'waiting'))
    return null;
  return (
    <div className="card over-map" role="status">
      <h3>{t('trouble.title', { count: unknown })}</h3>
      <p className="t2">{t('trouble.us')}</p>
      <dl className="kv">
        {hubs.map((hub) => (
          <HubLine key={hub.id} name={hub.name} state={hubState(words, hub)} />
        ))}
      </dl>
    </div>
  );
}
