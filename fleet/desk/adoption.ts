import type { ConsoleId } from '../ids.ts';
import type { Adoption } from '../model/site.ts';
import type { DeskSite } from '../wire/desk-site.ts';
import { nextLamport } from './last-writer.ts';

/** Pending sites held at most; the rest is dropped and counted (contract §6 "Adoption"). */
export const PENDING_CAP = 200;

/** What adoption is judged by. */
export interface AdoptionFacts {
  /** `_desk/site/S` as merged from all hubs. */
  readonly document: DeskSite | undefined;
  /** Some `_desk/site/…` is known: this fleet has been adopted before. */
  readonly anyDocument: boolean;
  /** `_desk/#` of a connected hub fell quiet for 1 s: the absence of documents is a fact, not a wait. */
  readonly judged: boolean;
  /** `--hub` with an empty profile: show all, publish nothing until someone clicks. */
  readonly showAllAsAdopted: boolean;
}

/** How one site stands (contract §6 "Adoption"). A state that this console does not know reads as pending, never as good. */
export const adoptionOf = (facts: AdoptionFacts): Adoption => {
  const state = facts.document?.state;
  switch (state) {
    case 'adopted':
    case 'ignored':
    case 'decommissioned':
      return state;
    case undefined:
      if (facts.showAllAsAdopted) return 'adopted';
      return !facts.anyDocument && facts.judged ? 'new' : 'pending';
    default:
      return 'pending';
  }
};

/** Adopted and new sites count in totals, status and alerts; all others count nowhere and raise nothing. */
export const countsInFleet = (adoption: Adoption): boolean => adoption === 'adopted' || adoption === 'new';

/** True where one more pending site may be held. */
export const pendingAdmits = (held: number): boolean => held < PENDING_CAP;

/** What an operator can decide about a site that waits. */
export type AdoptionChoice = 'adopted' | 'ignored';

/** Sites of one request at most; a window with more asks again. */
export const ADOPT_SITES_MAX = 1_000;

/** Who decides, and when (epoch ms by this console's clock). */
export interface AdoptionAuthor {
  readonly console: ConsoleId;
  readonly by: string;
  readonly ts: number;
}

/**
 * The next version of `_desk/site/S` (contract §3): what newer consoles wrote into it and the retired boots stay. Undefined
 * where it says so already, and for a decommissioned site, whose end is the hub's owner's to take back.
 */
export const decidedSite = (known: DeskSite | undefined, state: AdoptionChoice, author: AdoptionAuthor): DeskSite | undefined =>
  known?.state === state || known?.state === 'decommissioned' ? undefined : { ...known, v: 1, n: nextLamport(known), ...author, state };
