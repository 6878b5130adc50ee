import { LOWER_BOOT_APART_MS, TWO_DEVICES_CLEAR_MS } from '../alert-clock.ts';
import type { StateKind } from '../wire/catalogue.ts';
import type { Draft } from './draft.ts';
import type { LowerBoot, SiteFold, SiteKept } from './site-fold.ts';

/*
 * Contract §3 "Replaced or re-installed router": a boot below the known one is alive when its `seq` rises live twice, at
 * least 60 s apart. A reconnect resends documents of old boots: that raises `seq` at most once, at one moment.
 */

/** Bound on boots that one site can make us watch; the lowest goes first. */
const LOWER_MAX = 4;
const FIRST: LowerBoot = { seqs: {}, turned: false, alive: false };

const risen = (draft: Draft, known: LowerBoot): LowerBoot => {
  const { firstRiseMono } = known;
  if (firstRiseMono === undefined) return { ...known, firstRiseMono: draft.at.monoMs };
  const apart = draft.at.monoMs - firstRiseMono >= LOWER_BOOT_APART_MS;
  return apart ? { ...known, alive: true } : known;
};

/** Two boots by turns: the lower one rose, the known one lived, the lower one rose again and is alive. */
const keptAfter = (draft: Draft, kept: SiteKept, boot: number, lower: LowerBoot): SiteKept => {
  if (!lower.alive) return kept;
  const { wallTs } = draft.at;
  return { ...kept, reinstalledBoot: boot, reinstalledTs: wallTs, ...(lower.turned && { twoDevicesTs: wallTs }) };
};

/** A live state of a boot below the known one. */
export const withLowerBoot = (draft: Draft, site: SiteFold, kind: StateKind, boot: number, seq: number): SiteFold => {
  const before = site.live.lower[boot] ?? FIRST;
  const seqBefore = before.seqs[kind];
  const rises = seqBefore !== undefined && seq > seqBefore;
  const noted = { ...before, seqs: { ...before.seqs, [kind]: Math.max(seq, seqBefore ?? 0) } };
  const after = rises ? risen(draft, noted) : noted;
  const kept = rises ? keptAfter(draft, site.kept, boot, after) : site.kept;
  const judged = rises && after.turned && after.alive ? { ...after, turned: false } : after;
  const all: Readonly<Record<string, LowerBoot>> = { ...site.live.lower, [boot]: judged };
  const lower = Object.fromEntries(Object.entries(all).slice(-LOWER_MAX));
  return { ...site, live: { ...site.live, lower }, kept };
};

/** The known boot lives and the lower one has been quiet: nothing was re-installed after all. */
const withoutQuiet = (draft: Draft, site: SiteFold): SiteFold => {
  if (site.kept.reinstalledBoot === undefined) return site;
  const { reinstalledBoot: _boot, reinstalledTs = 0, ...kept } = site.kept;
  if (draft.at.wallTs - reinstalledTs < TWO_DEVICES_CLEAR_MS) return site;
  return { ...site, kept };
};

const isEmpty = (record: object): boolean => {
  for (const _ in record) return false;
  return true;
};

/** The known boot proved life: every lower boot that has risen is now one of two by turns, if it rises again. */
export const withTurn = (draft: Draft, before: SiteFold): SiteFold => {
  const site = withoutQuiet(draft, before);
  if (isEmpty(site.live.lower)) return site;
  const entries = Object.entries(site.live.lower);
  if (entries.every(([, { firstRiseMono, turned }]) => firstRiseMono === undefined || turned)) return site;
  const lower = Object.fromEntries(
    entries.map(([boot, known]) => [boot, known.firstRiseMono === undefined ? known : { ...known, turned: true }]),
  );
  return { ...site, live: { ...site.live, lower } };
};
