import type { TableColumn } from '../../../fleet/saved-view.ts';
import type { SiteRecord } from '../../../fleet/model/site.ts';
import type { WordTools } from '../../i18n/alert-words.ts';
import { lineWords } from '../../i18n/fact-words.ts';
import { ageWords } from '../../i18n/format.ts';
import { statusSentence } from '../../i18n/status-words.ts';
import { heardTs, isSilent } from '../../selectors/site-list.ts';

interface CellProps {
  readonly site: SiteRecord;
  readonly words: WordTools;
}

/** What one column says of a site; "–" where it did not tell. */
export function SiteCell({ column, site, words }: CellProps & { readonly column: TableColumn }) {
  switch (column) {
    case 'name':
      return <NameCell site={site} words={words} />;
    case 'state':
      return <StateCell site={site} words={words} />;
    case 'region':
      return <TextCell text={site.region} />;
    case 'tags':
      return <TextCell text={site.tags.join(', ') || undefined} />;
    case 'cameras':
      return <CamerasCell site={site} />;
    case 'nvrs':
      return <NumberCell text={site.nvrs && `${site.nvrs.up} / ${site.nvrs.total}`} />;
    case 'disk':
      return <NumberCell text={site.diskFullInH === undefined ? undefined : ageWords(words.t, site.diskFullInH * 3_600_000)} />;
    case 'line':
      return <NumberCell text={lineWords(words, site)} />;
    case 'certificate':
      return <NumberCell text={site.certNotAfterTs === undefined ? undefined : words.format.dateWithYear(site.certNotAfterTs)} />;
    case 'version':
      return <NumberCell text={site.agentVersion} />;
    case 'heard':
      return <HeardCell site={site} words={words} />;
    default:
      return column satisfies never;
  }
}

function NameCell({ site, words }: CellProps) {
  return (
    <span role="gridcell" title={site.name}>
      {site.name}
      {site.adoption === 'new' && <span className="t3"> · {words.t('status.new')}</span>}
    </span>
  );
}

function StateCell({ site, words }: CellProps) {
  const tone = site.status !== 'ok' ? `c-${site.status} m` : isSilent(site) ? 'loud' : 't2';
  const text = statusSentence(words, site);
  return (
    <span role="gridcell" className={tone} title={text}>
      {text}
    </span>
  );
}

function TextCell({ text }: { readonly text: string | undefined }) {
  return (
    <span role="gridcell" className={text === undefined ? 't3' : 't2'} title={text}>
      {text ?? '–'}
    </span>
  );
}

function NumberCell({ text }: { readonly text: string | undefined }) {
  return (
    <span role="gridcell" className={text === undefined ? 'num t3' : 'num'} title={text}>
      {text ?? '–'}
    </span>
  );
}

function HeardCell({ site, words: { t, now, format } }: CellProps) {
  const life = heardTs(site);
  return (
    <span
      role="gridcell"
      className={isSilent(site) ? 'num loud' : 'num'}
      title={life === undefined ? undefined : format.time(life, now)}
    >
      {life === undefined ? <span className="t3">–</span> : ageWords(t, now - life)}
    </span>
  );
}

/** Unreachable: the number online is not known, never zero. */
function CamerasCell({ site }: { readonly site: SiteRecord }) {
  const cameras = site.cameras;
  if (!cameras) return <NumberCell text={undefined} />;
  const known = site.status !== 'offline' && site.status !== 'unknown';
  const wanted = cameras.total - cameras.disabled;
  return (
    <span role="gridcell" className="num">
      {known ? (
        <span className={cameras.online < wanted ? 'c-warn m' : ''}>{cameras.online}</span>
      ) : (
        <span className="t3">–</span>
      )}
      <span className="t3"> / {wanted}</span>
    </span>
  );
}
