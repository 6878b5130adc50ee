import { decode, type Message, type Rejection } from '../../fleet/decode.ts';
import type { At, FleetEvent } from '../../fleet/events.ts';
import type { NoticeRecord } from '../../fleet/model/notice.ts';
import type { FleetRequest } from '../../fleet/reduction.ts';
import { reduce } from '../../fleet/reduce.ts';
import type { FleetState } from '../../fleet/state.ts';
import { backoffMs } from '../../platform/backoff.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { SpoiltRun } from './batch-fold.ts';
import { beginWork, isObserved, type Replaced, type Work } from './batch-work.ts';
import { addDelta, emptyChanges, type Changes } from './changes.ts';
import type { FloodGate } from './flood-gate.ts';
import type { HubFigures } from './hub-figures.ts';
import type { Inbox, InboxEntry, InboxMessage } from './inbox.ts';
import type { Quarantine } from './quarantine.ts';
import { IDLE_MS, StateGate } from './state-gate.ts';
import { storeFailure, type StoreFailure } from './store/failure.ts';
import type { Writer } from './store/writer.ts';

/*
 * inbox → decode → reduce → one transaction per batch → acknowledge → changes to the windows. A batch that fails leaves
 * neither rows nor changes nor acknowledgements: the state before it stands, its messages go back to the inbox's front.
 */

export interface PipelineParts {
  readonly inbox: Inbox;
  readonly writer: Writer;
  readonly flood: FloodGate;
  readonly quarantine: Quarantine;
  readonly figures: HubFigures;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly acknowledge: (hub: string, connection: number, messageIds: readonly number[]) => void;
  /**
   * A batch is on the disk. `observed`: its events in order, except states and events of sites (the desk's share of a load
   * is small, theirs is not). `drained`: the inbox is empty now.
   */
  readonly onCommitted: (committed: Committed) => void;
  readonly onRequest: (request: FleetRequest) => void;
  readonly onDamaged: (error: unknown) => void;
}

export interface Committed {
  readonly changes: Changes;
  readonly observed: readonly FleetEvent[];
  readonly drained: boolean;
}

/** Under light load a batch waits this long for company: a commit costs as much for fifty messages as for one. */
export const BATCH_WAIT_MS = 15;
/**
 * More than two sockets deliver in one turn of the event loop (about 4,200 messages each): under any load of theirs a batch
 * empties the inbox, so that TCP slows the sender down and no state is replaced unfolded.
 */
export const BATCH_MAX = 10_000;
const RETRY = { baseMs: 500, maxMs: 30_000 };
const STORE_NOTICE = 'store';

export class Pipeline {
  readonly #parts: PipelineParts;
  #state: FleetState;
  /** Takes the next batch back; undefined while none is planned. */
  #cancel: (() => void) | undefined;
  #failures = 0;
  #stopped = false;
  #newestTs: number | undefined;
  #seen: Replaced = { inbox: 0, gate: 0 };
  readonly #gate = new StateGate();
  #gateTimer: NodeJS.Timeout | undefined;
  #batchedAtMs = 0;
  #releaseAll = false;

  constructor(state: FleetState, parts: PipelineParts) {
    this.#state = state;
    this.#parts = parts;
  }

  /** The committed state: what windows may see. */
  get state(): FleetState {
    return this.#state;
  }

  /** True while the database refuses batches; ticks then have nobody to judge them. */
  get isBlocked(): boolean {
    return this.#failures > 0;
  }

  /** Receive time of the newest committed message of this engine life. */
  get newestTs(): number | undefined {
    return this.#newestTs;
  }

  /** Something lies in the inbox: a batch starts soon. */
  wake(): void {
    this.#start(BATCH_WAIT_MS);
  }

  /** Nothing is folded any more. */
  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
    clearTimeout(this.#gateTimer);
  }

  /** Folds what is there without waiting; for an orderly end. */
  drain(): void {
    while ((this.#parts.inbox.depth > 0 || this.#gate.holds) && !this.isBlocked && !this.#stopped) {
      this.#releaseAll = true;
      this.#batch();
    }
  }

  #start(afterMs: number): void {
    if (this.#stopped || this.#cancel !== undefined) return;
    const run = (): void => {
      this.#cancel = undefined;
      const retryMs = this.#batch();
      if (retryMs !== undefined) this.#start(retryMs);
      else if (this.#parts.inbox.depth > 0) this.#start(0);
    };
    // Under load the sockets are read once, then comes the next batch: reading must not outrun folding by itself.
    if (afterMs === 0) {
      const immediate = setImmediate(run);
      this.#cancel = () => clearImmediate(immediate);
      return;
    }
    const timer = setTimeout(run, afterMs);
    this.#cancel = () => clearTimeout(timer);
  }

  /** One batch; answers how long to wait where the database refused it. */
  #batch(): number | undefined {
    const { inbox, writer } = this.#parts;
    const entries = inbox.take(BATCH_MAX);
    const work = this.#foldAll(entries);
    const state = work.fold.end();
    try {
      writer.commit(work.fold.rows, work.acknowledgements.size > 0);
    } catch (error) {
      const failure = storeFailure(error);
      if (failure === undefined) throw error;
      inbox.putBack(entries);
      return this.#refused(failure, error);
    }
    this.#committed(work, state);
    return undefined;
  }

  #foldAll(entries: readonly InboxEntry[], inRuns = true): Work {
    const work = beginWork(this.#state, inRuns, this.#newestTs, { inbox: this.#parts.inbox.coalesced, gate: this.#gate.replaced });
    try {
      this.#countCoalesced(work);
      this.#foldHeld(work);
      for (const entry of entries) this.#fold(work, entry);
      return work;
    } catch (error) {
      if (!(error instanceof SpoiltRun)) throw error;
      this.#parts.log.error('batch is folded again event by event', { error: error.cause });
      return this.#foldAll(entries, false);
    }
  }

  #fold(work: Work, entry: InboxEntry): void {
    if (entry === undefined) return;
    if ('event' in entry) {
      this.#reduce(work, entry.event, undefined);
      if (entry.event.type === 'tick') this.#foldDelayed(work, entry.event.at);
      return;
    }
    const { topic, payload, qos, messageId } = entry.packet;
    const decoded = decode(topic, payload);
    if (decoded.ok) this.#foldMessage(work, entry, decoded.message);
    else this.#reject(work, entry, decoded);
    if (qos === 1 && messageId !== undefined) work.acknowledgements.add(entry.hub, entry.connection, messageId);
    work.newestTs = entry.at.wallTs;
  }

  #foldMessage(work: Work, entry: InboxMessage, message: Message): void {
    const { at, hub, packet } = entry;
    this.#parts.figures.note(hub, message, packet.retain, at);
    if (!this.#gate.judge(message, entry, work.fold.rows, this.#parts.clock.realMonoMs())) return;
    const verdict = this.#parts.flood.judge(message, entry, work.fold.rows);
    if (verdict === 'pass') this.#reduce(work, { type: 'message', at, hub, retained: packet.retain, message }, packet.payload);
    else this.#count(work, at, verdict === 'delayed' ? `flood_delayed:${'site' in message ? message.site : ''}` : verdict.dropped);
  }

  /** States that waited for their second to end, at the receive time that they had. */
  #foldHeld(work: Work): void {
    const { clock } = this.#parts;
    const { monoMs } = clock.at();
    for (const { entry, message } of this.#gate.due(work.fold.rows, clock.realMonoMs(), this.#releaseAll)) {
      const { hub, packet, at } = entry;
      this.#reduce(work, { type: 'message', at: { wallTs: at.wallTs, monoMs }, hub, retained: false, message }, packet.payload);
    }
  }

  /** Under load each batch folds what is due; where nothing else happens for a while all that is held goes. */
  #watchGate(): void {
    if (!this.#gate.holds || this.#gateTimer !== undefined || this.#stopped) return;
    this.#gateTimer = setTimeout(() => {
      this.#gateTimer = undefined;
      this.#releaseAll = this.#parts.clock.realMonoMs() - this.#batchedAtMs >= IDLE_MS;
      if (this.#releaseAll && !this.isBlocked) this.#start(0);
      this.#watchGate();
    }, IDLE_MS);
  }

  /** Events that waited in the spool, at the receive time that they had. */
  #foldDelayed(work: Work, at: At): void {
    for (const { hub, topic, retained, rxTs, body } of this.#parts.flood.due(at, work.fold.rows)) {
      const decoded = decode(topic, body);
      if (!decoded.ok) continue;
      this.#reduce(work, { type: 'message', at: { wallTs: rxTs, monoMs: at.monoMs }, hub, retained, message: decoded.message }, body);
    }
  }

  #reject(work: Work, { at, hub, packet }: InboxMessage, rejection: Rejection): void {
    const { reason, kind, site, detail } = rejection;
    this.#parts.quarantine.add({ ts: at.wallTs, hub, topic: packet.topic, reason, detail, payload: packet.payload });
    this.#reduce(work, { type: 'rejected', at, hub, reason, ...(kind && { kind }), ...(site && { site }) }, undefined);
  }

  #count(work: Work, at: At, id: string, n = 1): void {
    this.#reduce(work, { type: 'count', at, id, n }, undefined);
  }

  /** A bug in the fold costs the one message that shows it, never the desk's eyes: it is counted and kept as a sample. */
  #reduce(work: Work, event: FleetEvent, payload: Buffer | undefined): void {
    try {
      work.fold.take(event, payload);
      if (isObserved(event)) work.observed.push(event);
    } catch (error) {
      if (error instanceof SpoiltRun) throw error;
      this.#parts.log.error('fold failed', { event: event.type, error });
      if (event.type === 'count') return;
      this.#count(work, event.at, 'internal_error');
      if (event.type !== 'message' || payload === undefined) return;
      const { at, hub, message } = event;
      this.#parts.quarantine.add({ ts: at.wallTs, hub, topic: message.kind, reason: 'internal_error', detail: String(error), payload });
    }
  }

  #committed(work: Work, state: FleetState): void {
    const { acknowledge, onCommitted, onRequest, flood, inbox } = this.#parts;
    this.#state = state;
    this.#newestTs = work.newestTs;
    this.#seen = work.replaced;
    flood.committed(work.fold.rows);
    this.#batchedAtMs = this.#parts.clock.realMonoMs();
    this.#releaseAll = false;
    this.#gate.committed(work.fold.rows, this.#batchedAtMs);
    this.#watchGate();
    work.acknowledgements.tell(acknowledge);
    onCommitted({ changes: work.fold.changes, observed: work.observed, drained: inbox.depth === 0 });
    for (const request of work.fold.requests) onRequest(request);
    if (this.#failures === 0) return;
    this.#failures = 0;
    this.#tellStore('database_unusable', true);
  }

  #refused(failure: StoreFailure, error: unknown): number {
    this.#parts.log.error('batch refused', { failure, error });
    if (failure === 'damaged') {
      this.stop();
      this.#parts.onDamaged(error);
      return RETRY.maxMs;
    }
    const delayMs = backoffMs(RETRY, this.#failures, this.#parts.random());
    this.#failures += 1;
    if (this.#failures === 1) this.#tellStore(failure === 'disk_full' ? 'disk_full' : 'database_unusable', false);
    return delayMs;
  }

  /** The one change that reaches the windows without a commit: that there are no commits. It writes no row. */
  #tellStore(kind: NoticeRecord['kind'], cleared: boolean): void {
    const at = this.#parts.clock.at();
    const notice: NoticeRecord = { id: STORE_NOTICE, kind, ts: at.wallTs, values: {} };
    const { state, delta } = reduce(this.#state, { type: 'notice', at, notice, ...(cleared && { cleared }) });
    this.#state = state;
    const changes = emptyChanges();
    addDelta(changes, delta);
    this.#parts.onCommitted({ changes, observed: [], drained: false });
  }

  /** States that a newer one replaced, before they were read or after. */
  #countCoalesced(work: Work): void {
    const { inbox, gate } = this.#seen;
    const at = this.#parts.clock.at();
    if (work.replaced.inbox > inbox) this.#count(work, at, 'inbox_coalesced', work.replaced.inbox - inbox);
    if (work.replaced.gate > gate) this.#count(work, at, 'state_coalesced', work.replaced.gate - gate);
  }
}
