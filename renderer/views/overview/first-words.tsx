import type { ReactNode } from 'react';
import type { HubRecord } from '../../../fleet/model/hub.ts';
import type { WordTools } from '../../i18n/alert-words.ts';
import { hubState } from '../../i18n/hub-words.ts';
import { showSettingsTab, type SettingsTab } from '../../screen-store.ts';
import { isFiltering, NO_FILTER } from '../../selectors/filter.ts';
import { useConsole, useFleet, useNav, useOverview, useStores, useWords } from '../../use-fleet.ts';

/** Never blank: where there is no site to show, what is true and the one way on. */
export function FirstWords() {
  const words = useWords();
  const { t } = words;
  const { nav } = useStores();
  const filter = useNav((state) => state.filter);
  const shown = useOverview((state) => state.sites.order.length);
  const fleetTotal = useOverview((state) => state.sites.fleetTotal);
  if (shown > 0) return null;
  if (fleetTotal > 0) {
    if (!isFiltering(filter)) return null;
    return (
      <Words title={t('filter.noMatch')} text={t('filter.noMatchHint', { count: fleetTotal })}>
        <button type="button" className="btn" onClick={() => nav.setFilter(NO_FILTER)}>
          {t('filter.clear')}
        </button>
      </Words>
    );
  }
  return <EmptyFleet words={words} />;
}

/** Where no site is known at all: why, and what to do next. */
function EmptyFleet({ words }: { readonly words: WordTools }) {
  const { t } = words;
  const received = useFleet((picture) => picture.received);
  const live = useFleet((picture) => picture.live);
  const hubTable = useFleet((picture) => picture.tables.hubs);
  const demo = useConsole((state) => state.start?.demo !== undefined);
  const hubs = Object.values(hubTable);
  if (!received) return <Words busy title={t('first.starting')} text={t('first.startingHint')} />;
  const connected = hubs.some((hub) => hub.state === 'connected');
  if (connected && live)
    return (
      <Words title={t('first.noSites')} text={t('first.noSitesHint')}>
        <TabButton tab="prepare" label={t('first.prepare')} />
      </Words>
    );
  if (demo) return <Words busy title={t('first.demo')} text={t('first.demoHint')} />;
  if (hubs.length === 0)
    return (
      <Words title={t('first.noHub')} text={t('first.noHubHint')}>
        <TabButton tab="hubs" label={t('first.hubs')} />
      </Words>
    );
  if (!connected && hubs.every((hub) => hub.problem !== undefined)) return <Unreachable words={words} hubs={hubs} />;
  return (
    <Words
      busy
      title={t('first.connecting', { hubs: hubs.map((hub) => hub.name).join(', ') })}
      text={t('first.connectingHint')}
    />
  );
}

function Unreachable({ words, hubs }: { readonly words: WordTools; readonly hubs: readonly HubRecord[] }) {
  const { t } = words;
  const { fleet } = useStores();
  const again = (): void => void fleet.request({ name: 'retry-hubs' }).catch(() => undefined);
  return (
    <Words title={t('first.unreachable')}>
      <dl className="kv">
        {hubs.map((hub) => (
          <HubLine key={hub.id} name={hub.name} state={hubState(words, hub)} />
        ))}
      </dl>
      <div className="row wrap">
        <button type="button" className="btn" onClick={again}>
          {t('banner.retry')}
        </button>
        <TabButton tab="hubs" label={t('first.hubs')} />
      </div>
    </Words>
  );
}

function TabButton({ tab, label }: { readonly tab: SettingsTab; readonly label: string }) {
  return (
    <button type="button" className="btn" onClick={() => showSettingsTab(tab)}>
      {label}
    </button>
  );
}

/** Sites there are, but none told where it stands: the table has them. */
export function PlacelessWords() {
  const { t } = useWords();
  const { nav } = useStores();
  return (
    <Words title={t('first.noPositions')} text={t('first.noPositionsHint')}>
      <button type="button" className="btn" onClick={() => nav.setMode('table')}>
        {t('filter.table')}
      </button>
    </Words>
  );
}

export function HubLine({ name, state }: { readonly name: string; readonly state: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{state}</dd>
    </>
  );
}

interface WordsProps {
  readonly title: string;
  readonly text?: string;
  readonly busy?: boolean;
  readonly children?: ReactNode;
}

function Words({ title, text, busy, children }: WordsProps) {
  return (
    <div className="first-words" role="status" data-testid="first-words">
      <div>
        <h3 className="row">
          {busy && <span className="spin" aria-hidden="true" />}
          {title}
        </h3>
        {text !== undefined && <p className="t2">{text}</p>}
        {children}
      </div>
    </div>
  );
}
