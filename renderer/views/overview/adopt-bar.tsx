import { useRef, useState, type RefObject } from 'react';
import type { SiteId } from '../../../fleet/ids.ts';
import { Decided, DecisionButton } from '../../components/decision-button.tsx';
import { leftOf, type WaitingSites } from '../../selectors/waiting-sites.ts';
import { useDecision, type Decision } from '../../use-decision.ts';
import { useFleet, useOverview, useStores, useWords } from '../../use-fleet.ts';
import { useHeld } from '../../use-held.ts';
import { useRowFocus } from '../../use-row-focus.ts';
import { useStillPlace } from '../../use-still-place.ts';

type Decide = Decision['decide'];

/**
 * Sites about which nobody decided yet; nothing where there are none. Not before the hubs were read: until then every
 * site is new.
 */
export function AdoptBar() {
  const live = useFleet((picture) => picture.live);
  const waiting = useOverview((state) => state.waiting);
  const { fresh, undecided, pending, replaced } = waiting;
  if (!live || fresh.length + undecided.length + pending.length + replaced.length === 0) return null;
  return <Bar waiting={waiting} />;
}

/** While the pointer rests on it nothing of it moves, and no button means another site than it did. */
function Bar({ waiting }: { readonly waiting: WaitingSites }) {
  const { t } = useWords();
  const bar = useRef<HTMLElement>(null);
  const { shown, held, handlers } = useHeld(waiting);
  const { left, more } = leftOf(shown, waiting);
  useStillPlace(bar, held);
  const toggle = useRef<HTMLButtonElement>(null);
  const focus = useRowFocus(bar, toggle);
  const { decide, accept, disabled, failed } = useDecision();
  const add = { decide, disabled };
  return (
    <section ref={bar} className="adopt" aria-label={t('adopt.title')} data-testid="adopt" {...handlers} {...focus}>
      {shown.fresh.length > 0 && <AllLine text={t('adopt.new', { count: left.fresh.length })} sites={left.fresh} {...add} />}
      {shown.undecided.length > 0 && (
        <AllLine text={t('adopt.undecided', { count: left.undecided.length })} sites={left.undecided} {...add} />
      )}
      {shown.pending.length > 0 && <Pending toggle={toggle} shown={shown.pending} sites={left.pending} {...add} />}
      {shown.replaced.slice(0, MOST_REPLACED).map((id) => (
        <Replaced key={id} id={id} over={!left.replaced.includes(id)} onAccept={() => accept(id)} disabled={disabled} />
      ))}
      {shown.replaced.length > MOST_REPLACED && (
        <p className="t2">{t('adopt.moreReplaced', { count: shown.replaced.length - MOST_REPLACED })}</p>
      )}
      {more && (
        <p className="t2" role="status">
          {t('adopt.more')}
        </p>
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
  /** Somebody accepted it meanwhile. */
  readonly over: boolean;
  readonly onAccept: () => void;
  readonly disabled: boolean;
}

function Replaced({ id, over, onAccept, disabled }: ReplacedProps) {
  const { t } = useWords();
  const { nav } = useStores();
  const name = useFleet((picture) => picture.tables.sites[id]?.name);
  return (
    <div className="adopt-line" data-row={id}>
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
      {over ? (
        <Decided />
      ) : (
        <DecisionButton act="accept" words={t('adopt.accept')} label={t('adopt.acceptSite', { site: id })} disabled={disabled} onClick={onAccept} />
      )}
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
  if (sites.length === 0) return <Decided />;
  return (
    <button type="button" className="btn sm" disabled={disabled} onClick={() => decide(sites, 'adopted')}>
      {t('adopt.addAll', { count: sites.length })}
    </button>
  );
}

interface PendingProps extends LineProps {
  readonly toggle: RefObject<HTMLButtonElement | null>;
  /** Those that are decided meanwhile among them. */
  readonly shown: readonly SiteId[];
}

function Pending({ toggle, shown, sites, decide, disabled }: PendingProps) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const waits = new Set(sites);
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
          {shown.map((id) => (
            <PendingRow key={id} id={id} over={!waits.has(id)} decide={decide} disabled={disabled} />
          ))}
        </ul>
      )}
    </>
  );
}

interface RowProps {
  readonly id: SiteId;
  /** Somebody decided meanwhile. */
  readonly over: boolean;
  readonly decide: Decide;
  readonly disabled: boolean;
}

function PendingRow({ id, over, decide, disabled }: RowProps) {
  const { t, format, now } = useWords();
  const name = useFleet((picture) => picture.tables.sites[id]?.name);
  const sinceTs = useFleet((picture) => picture.tables.sites[id]?.statusSinceTs);
  const act = (state: 'adopted' | 'ignored') => ({ act: state, disabled, onClick: () => decide([id], state) });
  return (
    <li className="adopt-line" data-row={id}>
      <span className="grow ell">
        <span className="id">{id}</span> {name}
        {sinceTs !== undefined && <span className="t3"> · {t('adopt.since', { time: format.time(sinceTs, now) })}</span>}
      </span>
      {over ? (
        <Decided />
      ) : (
        <>
          <DecisionButton {...act('adopted')} words={t('adopt.add')} label={t('adopt.addSite', { site: id })} />
          <DecisionButton {...act('ignored')} words={t('adopt.ignore')} label={t('adopt.ignoreSite', { site: id })} quiet />
        </>
      )}
    </li>
  );
}
