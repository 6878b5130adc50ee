import { memo } from 'react';
import type { SiteId } from '../../../fleet/ids.ts';
import type { SiteRecord } from '../../../fleet/model/site.ts';
import { StatusGlyph } from '../../components/glyph.tsx';
import { ageWords } from '../../i18n/format.ts';
import { statusSentence, whySentence } from '../../i18n/status-words.ts';
import { isSilent } from '../../selectors/site-list.ts';
import { useFleet, useStores, useWords } from '../../use-fleet.ts';

export const siteRowId = (id: SiteId): string => `site-row-${id}`;

interface SiteRowProps {
  readonly id: SiteId;
  readonly index: number;
  readonly start: number;
  readonly selected: boolean;
}

export const SiteRow = memo(function SiteRow({ id, index, start, selected }: SiteRowProps) {
  const site = useFleet((picture) => picture.tables.sites[id]);
  const top = useFleet((picture) => (site?.topAlert ? picture.tables.alerts[site.topAlert] : undefined));
  const { nav } = useStores();
  const words = useWords();
  if (!site) return null;
  const { t, now, format } = words;
  const silent = isSilent(site);
  const notFine = site.status !== 'ok';
  return (
    // The grid itself takes the keys and names the active row; a click is the pointer's way to the same.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={siteRowId(id)}
      className="trow"
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ transform: `translateY(${start}px)` }}
      onClick={() => nav.select(id)}
      onDoubleClick={() => {
        nav.setMode('map');
        nav.select(id, { reveal: true });
      }}
    >
      <span role="gridcell" className="gl">
        <StatusGlyph status={site.status} silent={silent} label={t(`status.${site.status}`)} />
      </span>
      <span role="gridcell">
        <span className="id">{id}</span>
      </span>
      <span role="gridcell" title={site.name}>
        {site.name}
        {site.adoption === 'new' && <span className="t3"> · {t('status.new')}</span>}
      </span>
      <span role="gridcell" className={notFine ? `c-${site.status} m` : silent ? 'loud' : 't2'}>
        {statusSentence(words, site)}
      </span>
      <Why text={whySentence(words, site, top)} />
      <span role="gridcell" className="region t2">
        {site.region}
      </span>
      <Cameras site={site} />
      <span role="gridcell" className="num disk">
        {site.diskFullInH === undefined ? <span className="t3">–</span> : ageWords(t, site.diskFullInH * 3_600_000)}
      </span>
      <span
        role="gridcell"
        className={silent ? 'num loud' : 'num'}
        title={site.lastLifeTs === undefined ? undefined : format.time(site.lastLifeTs, now)}
      >
        {site.lastLifeTs === undefined ? <span className="t3">–</span> : ageWords(t, now - site.lastLifeTs)}
      </span>
    </div>
  );
});

function Why({ text }: { readonly text: string }) {
  return (
    <span role="gridcell" title={text}>
      {text}
    </span>
  );
}

/** Unreachable: the number online is not known, never zero. */
function Cameras({ site }: { readonly site: SiteRecord }) {
  const cameras = site.cameras;
  if (!cameras) {
    return (
      <span role="gridcell" className="num t3 cams">
        –
      </span>
    );
  }
  const known = site.status !== 'offline' && site.status !== 'unknown';
  const wanted = cameras.total - cameras.disabled;
  return (
    <span role="gridcell" className="num cams">
      {known ? (
        <span className={cameras.online < wanted ? 'c-warn m' : ''}>{cameras.online}</span>
      ) : (
        <span className="t3">–</span>
      )}
      <span className="t3"> / {wanted}</span>
    </span>
  );
}
