import { decidedSite } from '../../fleet/desk/adoption.ts';
import type { AdoptionAuthor, AdoptionChoice } from '../../fleet/desk/adoption.ts';
import { nextRule, type RuleDraft } from '../../fleet/desk/rule-draft.ts';
import { acceptedRouter, type RetiredBoots } from '../../fleet/desk/retired.ts';
import { expiryFrom } from '../../fleet/desk/expiry.ts';
import { emptySet, newOperation, withOperation } from '../../fleet/desk/new-operation.ts';
import type { DeskAction, NewOperation } from '../../fleet/desk/new-operation.ts';
import { isExpired, sameDocument } from '../../fleet/desk/operations.ts';
import { LAST_WRITER, OPERATION_SETS } from '../../fleet/desk/sync.ts';
import { decode, type Message } from '../../fleet/decode.ts';
import type { FleetEvent } from '../../fleet/events.ts';
import { consoleOfOperation, isOperationId } from '../../fleet/ids.ts';
import type { ConsoleId, SiteId } from '../../fleet/ids.ts';
import type { AdoptOutcome, RuleOutcome } from '../../fleet/ipc.ts';
import { deskTopic, parseTopic } from '../../fleet/topics.ts';
import type { DeskAlert } from '../../fleet/wire/desk-alert.ts';
import type { DeskRule } from '../../fleet/wire/desk-rule.ts';
import type { DeskSite } from '../../fleet/wire/desk-site.ts';
import type { AppendOutcome, DeskLog } from './desk-log.ts';
import { DeskSync } from './desk-sync.ts';
import type { DeskSyncParts } from './desk-sync.ts';
import type { Committed } from './pipeline.ts';

/*
 * What the operator does at this console: onto the disk, then to the fold and to the hubs (contract §6). The outcome comes
 * back through the fold like everybody else's.
 */

/** Hub of events that come from this console's own file; no configured hub is called so. */
export const OWN_DESK = 'own-desk';

export interface DeskParts extends Omit<DeskSyncParts, 'onShared'> {
  readonly actions: DeskLog;
  /** Into the engine's inbox. */
  readonly emit: (event: FleetEvent) => void;
}

/** Our own document that the topic's schema does not take. */
type Refused = { readonly ok: false; readonly code: 'invalid'; readonly detail: string };
type NextDocument = (known: DeskSite | undefined, author: AdoptionAuthor) => DeskSite | undefined;

/** Who sits here. */
export interface Operator {
  readonly by: string;
  readonly station?: string;
}

/** `operation`: its id. Refusals are told before anything is sent. */
export type ActOutcome =
  | { readonly ok: true; readonly operation: string }
  | { readonly ok: false; readonly code: 'invalid'; readonly detail: string }
  | Exclude<NewOperation, { ok: true }>
  | Exclude<AppendOutcome, { ok: true }>;

export class Desk {
  readonly sync: DeskSync;
  readonly #parts: DeskParts;
  #lastK = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.sync = new DeskSync({ ...parts, onShared: (topic, document) => void this.#onShared(topic, document) });
  }

  /** Documents of the database, then the actions that no hub has yet; before the first event of a hub. */
  start(stored: readonly { readonly topic: string; readonly body: unknown }[]): void {
    this.sync.restore(stored);
    for (const { topic, document } of this.#parts.actions.unshared()) {
      this.#lastK = Math.max(this.#lastK, greatestK(document, this.#parts.self));
      this.#enter(topic, document);
    }
  }

  /** A batch is on the disk: only what is folded there is answered to the hubs. */
  committed({ observed, drained }: Committed): void {
    for (const event of observed) this.sync.observe(event);
    if (drained) this.sync.drained();
  }

  /** One action on one alert. Resolves once it is on disk; one after the other, so that each sees the one before it. */
  act(site: SiteId, alert: string, action: DeskAction, operator: Operator): Promise<ActOutcome> {
    return this.#inTurn(() => this.#act(deskTopic('desk/alert', site, alert), action, operator));
  }

  /** Adds sites to the fleet, or ignores them. Resolves once all is on disk; after the first refusal of the file it ends. */
  adopt(sites: readonly SiteId[], state: AdoptionChoice, operator: Operator): Promise<AdoptOutcome> {
    return this.#inTurn(() => this.#decide(sites, operator, (known, author) => decidedSite(known, state, author)));
  }

  /** Retires the boots of the router before (contract §3); nothing where there are none. Resolves once it is on disk. */
  acceptRouter(site: SiteId, old: RetiredBoots | undefined, operator: Operator): Promise<AdoptOutcome> {
    return this.#inTurn(() => this.#decide([site], operator, (known, author) => old && acceptedRouter(known, old, author)));
  }

  /** Sets a shared threshold, a new one without `id`, or takes one back. Resolves once it is on disk. */
  setRule(id: string | undefined, draft: RuleDraft | 'gone', operator: Operator): Promise<RuleOutcome> {
    return this.#inTurn(async () => {
      const { clock, self } = this.#parts;
      const ts = clock.wallTs();
      const known = id ?? this.#freshId(ts);
      const topic = deskTopic('desk/rule', known);
      const document = nextRule(this.sync.known(topic) as DeskRule | undefined, draft, { console: self, by: operator.by, ts });
      if (document === undefined) return { ok: false, code: 'invalid' };
      const kept = await this.#keep(topic, document);
      return kept.ok ? { ok: true, id: known } : { ok: false, code: kept.code };
    });
  }

  async stop(): Promise<void> {
    this.sync.stop();
    await this.#last;
    await this.#parts.actions.close();
  }

  async #act(topic: string, action: DeskAction, operator: Operator): Promise<ActOutcome> {
    const { clock, self } = this.#parts;
    const ts = clock.wallTs();
    const set = this.#knownSet(topic, ts);
    // Seconds keep K above every one used before the database was lost; the counter keeps two of one second apart.
    const leastK = Math.max(this.#lastK + 1, Math.floor(ts / 1_000));
    const made = newOperation(set, { console: self, ts, leastK, ...operator }, action);
    if (!made.ok) return made;
    const document = withOperation(emptySet(set.exp_ts), made.id, made.operation);
    const kept = await this.#keep(topic, document);
    if (!kept.ok) return kept;
    this.#lastK = greatestK(document, self);
    return { ok: true, operation: made.id };
  }

  /** No other console makes it, and this one not twice. */
  #freshId(ts: number): string {
    this.#lastK = Math.max(this.#lastK + 1, Math.floor(ts / 1_000));
    return `${this.#parts.self}-${this.#lastK}`;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** `next`: the document's next version; undefined where it stays as it is. */
  async #decide(sites: readonly SiteId[], { by }: Operator, next: NextDocument): Promise<AdoptOutcome> {
    const { clock, self } = this.#parts;
    const counts = { written: 0, unchanged: 0 };
    for (const site of sites) {
      const topic = deskTopic('desk/site', site);
      const document = next(this.sync.known(topic) as DeskSite | undefined, { console: self, by, ts: clock.wallTs() });
      if (document === undefined) {
        counts.unchanged += 1;
        continue;
      }
      const kept = await this.#keep(topic, document);
      if (!kept.ok) return { ...counts, refused: kept.code, failed: sites.length - counts.written - counts.unchanged };
      counts.written += 1;
    }
    return { ...counts, failed: 0 };
  }

  #knownSet(topic: string, ts: number): DeskAlert {
    const known = this.sync.known(topic) as DeskAlert | undefined;
    return known === undefined || isExpired(known, ts) ? emptySet(expiryFrom(ts)) : known;
  }

  /** On disk before any hub or screen hears of it. */
  async #keep(topic: string, document: unknown): Promise<AppendOutcome | Refused> {
    const checked = checkedMessage(topic, document);
    const kept = checked.ok ? await this.#parts.actions.append({ topic, document }) : checked;
    if (kept.ok) this.#enter(topic, document);
    return kept;
  }

  /** To the hubs and, like a message of theirs, to the fold. */
  #enter(topic: string, document: unknown): void {
    const { clock, emit, count } = this.#parts;
    const checked = checkedMessage(topic, document);
    if (!checked.ok) return count('desk_log_invalid');
    this.sync.change(topic, checked.body);
    emit({ type: 'message', at: clock.at(), hub: OWN_DESK, retained: false, message: checked.message });
  }

  async #onShared(topic: string, shared: object): Promise<void> {
    const { actions } = this.#parts;
    const law = parseTopic(topic)?.kind === 'desk/alert' ? OPERATION_SETS : LAST_WRITER;
    const has = (document: unknown): boolean => sameDocument(law.merge(shared as never, document as never), shared);
    const done = actions.unshared().filter((action) => action.topic === topic && has(action.document));
    await actions.shared(done.map(({ k }) => k));
  }
}

/** What all other consoles will read; a document that they would refuse is refused here, before it is on disk. */
const checkedMessage = (
  topic: string,
  document: unknown,
): { readonly ok: true; readonly message: Message; readonly body: object } | Refused => {
  const decoded = decode(topic, Buffer.from(JSON.stringify(document)));
  if (!decoded.ok) return { ok: false, code: 'invalid', detail: decoded.detail };
  const { message } = decoded;
  return 'body' in message ? { ok: true, message, body: message.body } : { ok: false, code: 'invalid', detail: message.kind };
};

const greatestK = (document: unknown, self: ConsoleId): number => {
  const { ops = {} } = document as Partial<DeskAlert>;
  const own = Object.keys(ops).filter((id) => isOperationId(id) && consoleOfOperation(id) === self);
  return own.reduce((greatest, id) => Math.max(greatest, Number(id.slice(self.length + 1))), 0);
};
