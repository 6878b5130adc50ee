import type { HubId } from '../model/hub.ts';
import { sameDocument } from './operations.ts';
import type { DeskStep, DocumentLaw, StepContext } from './sync.ts';

/*
 * One desk document as one console shares it (contract §6 "Publish"). The order of work, on which the equality of all
 * copies rests (property-tested in shared-document.test.ts):
 *
 *   1. on receipt: `received` merges into what is known, and remembers the hub's copy as it came, unmerged;
 *   2. once the inbox is drained, and after a connect once `_desk/#` of that hub fell quiet: `stepAt` for that hub;
 *   3. on a `publish` step: wait `jitterMs`, ask again, since another console may have repaired the hub meanwhile; then
 *      publish what is known by then, and `published`;
 *   4. on each connect: `forgotten`, since the hub may have lost what it had.
 *
 * Whoever wrote last at a hub also receives what it overwrote, from the hub or from another author's repair; so each hub
 * ends with everything, whatever was cut or came in which order.
 */
export interface SharedDocument<D> {
  /** Merged from everything received or done here. */
  readonly known: D | undefined;
  /** The last copy of each hub, from its subscription or our own publication. */
  readonly copies: Readonly<Record<HubId, D>>;
}

export const unsharedDocument = <D>(known?: D): SharedDocument<D> => ({ known, copies: {} });

/** `document` undefined: the hub's retained copy was cleared. What is known never shrinks by it. */
export const received = <D>(shared: SharedDocument<D>, law: DocumentLaw<D>, hub: HubId, document: D | undefined): SharedDocument<D> => {
  if (document === undefined) return forgotten(shared, hub);
  const known = merged(shared.known, law, document);
  // The same object for the same content: comparing it costs nothing, and the copy takes no memory.
  return { known, copies: { ...shared.copies, [hub]: sameDocument(known, document) ? known : document } };
};

/** Something done at this console: known at once, at no hub yet. */
export const changedHere = <D>(shared: SharedDocument<D>, law: DocumentLaw<D>, document: D): SharedDocument<D> => ({
  ...shared,
  known: merged(shared.known, law, document),
});

/** After a connect or a clearing: nothing is known of the hub's copy. */
export const forgotten = <D>(shared: SharedDocument<D>, hub: HubId): SharedDocument<D> => {
  const { [hub]: _, ...copies } = shared.copies;
  return { ...shared, copies };
};

/** After a publication: the hub has what was known then. */
export const published = <D>(shared: SharedDocument<D>, hub: HubId): SharedDocument<D> =>
  shared.known === undefined ? shared : { ...shared, copies: { ...shared.copies, [hub]: shared.known } };

/** What one connected hub needs now. */
export const stepAt = <D>(shared: SharedDocument<D>, law: DocumentLaw<D>, hub: HubId, context: StepContext): DeskStep =>
  shared.known === undefined ? { kind: 'none' } : law.step(shared.known, shared.copies[hub], context);

/** Keeps the object where nothing is new, so that callers can see it by identity. */
const merged = <D>(known: D | undefined, law: DocumentLaw<D>, document: D): D => {
  if (known === undefined) return document;
  const both = law.merge(known, document);
  return sameDocument(both, known) ? known : both;
};
