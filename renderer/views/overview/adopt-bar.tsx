import { useRef, useState } from 'react';
import type { SiteId } from '../../../fleet/ids.ts';
import { useDecision, type Decision } from '../../use-decision.ts';
import { useFleet, useOverview, useStores, useWords } from '../../use-fleet.ts';

type Decide = Decision['decide'];

/**
 * Sites about which nobody decided yet; nothing where there are none. Not before the hubs were read: until then every
 * site is new.
 */
export function AdoptBar() {
  const { t } = useWords();
  const live = useFleet((picture) => picture.live);
  const { fresh, undecided, pending, replaced } = useOverview((state) => state.waiting);
  const { decide, accept, disabled, failed } = useDecision();
  if (!live || fresh.length + undecided.length + pending.length + replaced.length === 0) return null;
  const add = { decide, disabled };
  return (
    <section className="adopt" aria-label={t('adopt.title')} data-testid="adopt">
      {fresh.length > 0 && <AllLine text={t('adopt.new', { count: fresh.length })} sites={fresh} {...add} />}
      {undecided.length > 0 && (
        <AllLine text={t('adopt.undecided', { count: undecided.length })} sites={undecided} {...add} />
      )}
      {pending.length > 0 && <Pending sites={pending} {...add} />}
      {replaced.slice(0, MOST_REPLACED).map((id) => (
        <Replaced key={id} id={id} onAccept={() => accept(id)} disabled={disabled} />
      ))}
      {replaced.length > MOST_REPLACED && (
        <p className="t2">{t('adopt.moreReplaced', { count: replaced.length - MOST_REPLACED })}</p>
      )}
      {failed && (
        <p className="c-err" role="alert">
          {t('adopt.failed')}
        </p>
      )}
    </section>
  );
}

/** Routers are replaced one at a time; should it be many, they come in their turn. */
const MOST_REPLACED = 3;

interface ReplacedProps {
  readonly id: SiteId;
  readonly onAccept: () => void;
  readonly disabled: boolean;
}

function Replaced({ id, onAccept, disabled }: ReplacedProps) {
  const { t } = useWords();
  const { nav } = useStores();
  const name = useFleet((picture) => picture.tables.sites[id]?.name);
  return (
    <div className="adopt-line">
      <span className="grow" role="status">
        {t('adopt.replaced', { site: name === undefined ? id : `${id} ${name}` })}
      </span>
      <button
        type="button"
        className="btn quiet sm"
        aria-label={t('history.show', { site: id })}
        onClick={() => nav.openDrawer(id, { reveal: true })}
      >
        {t('adopt.show')}
      </button>
      <button
        type="button"
        className="btn sm"
        disabled={disabled}
        aria-label={t('adopt.acceptSite', { site: id })}
        onClick={onAccept}
      >
        {t('adopt.accept')}
      </button>
    </div>
  );
}

interface LineProps {
  readonly sites: readonly SiteId[];
  readonly decide: Decide;
  readonly disabled: boolean;
}

function AllLine({ text, sites, decide, disabled }: LineProps & { readonly text: string }) {
  return (
    <div className="adopt-line">
      <span className="grow" role="status">
        {text}
      </span>
      <AddAll sites={sites} decide={decide} disabled={disabled} />
    </div>
  );
}

function AddAll({ sites, decide, disabled }: LineProps) {
  const { t } = useWords();
  return (
    <button type="button" className="btn sm" disabled={disabled} onClick={() => decide(sites, 'adopted')}>
      {t('adopt.addAll', { count: sites.length })}
    </button>
  );
}

function Pending({ sites, decide, disabled }: LineProps) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  /** The row that was clicked goes; the focus stays with the list. */
  const decideOne: Decide = (some, state) => {
    toggle.current?.focus();
    decide(some, state);
  };
  return (
    <>
      <div className="adopt-line">
        <span className="grow" role="status">
          {t('adopt.pending', { count: sites.length })}
        </span>
        <button
          ref={toggle}
          type="button"
          className="btn quiet sm"
          aria-expanded={open}
          onClick={() => setOpen((before) => !before)}
        >
          {t(open ? 'adopt.hide' : 'adopt.show')}
        </button>
        <AddAll sites={sites} decide={decide} disabled={disabled} />
      </div>
      {open && (
        <ul className="adopt-list">
          {sites.map((id) => (
            <PendingRow key={id} id={id} decide={decideOne} disabled={disabled} />
          ))}
        </ul>
      )}
    </>
  );
}

interface RowProps {
  readonly id: SiteId;
  readonly decide: Decide;
  readonly disabled: boolean;
}

function PendingRow({ id, decide, disabled }: RowProps) {
  const { t, format, now } = useWords();
  const name = useFleet((picture) => picture.tables.sites[id]?.name);
  const sinceTs = useFleet((picture) => picture.tables.sites[id]?.statusSinceTs);
  return (
    <li className="adopt-line">
      <span className="grow ell">
        <span className="id">{id}</span> {name}
        {sinceTs !== undefined && <span className="t3"> · {t('adopt.since', { time: format.time(sinceTs, now) })}</span>}
      </span>
      <button
        type="button"
        className="btn sm"
        disabled={disabled}
        aria-label={t('adopt.addSite', { site: id })}
        onClick={() => decide([id], 'adopted')}
      >
        {t('adopt.add')}
      </button>
      <button
        type="button"
        className="btn quiet sm"
        disabled={disabled}
        aria-label={t('adopt.ignoreSite', { site: id })}
        onClick={() => decide([id], 'ignored')}
      >
        {t('adopt.ignore')}
      </button>
    </li>
  );
}
