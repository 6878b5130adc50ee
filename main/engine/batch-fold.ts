import type { FleetEvent } from '../../fleet/events.ts';
import { isRunEvent, openRun, reduce, type Run } from '../../fleet/reduce.ts';
import type { FleetRequest, Reduction } from '../../fleet/reduction.ts';
import type { FleetState } from '../../fleet/state.ts';
import { addDelta, emptyChanges, type Changes } from './changes.ts';
import { addWrites, emptyBatch, type StoreBatch } from './store/batch.ts';

/** A fold threw within a run of messages: the run is spoilt, its batch is folded again event by event. */
export class SpoiltRun extends Error {}

/** The events of one batch, folded: neighbouring messages share a run, so that a site is told and stored once per run. */
export class BatchFold {
  readonly rows: StoreBatch = emptyBatch();
  readonly changes: Changes = emptyChanges();
  readonly requests = new Set<FleetRequest>();
  readonly #inRuns: boolean;
  #state: FleetState;
  #run: Run | undefined;

  constructor(state: FleetState, inRuns: boolean) {
    this.#state = state;
    this.#inRuns = inRuns;
  }

  /** `payload`: the event's bytes, for its document or history row. Throws what the fold throws; within a run a `SpoiltRun`. */
  take(event: FleetEvent, payload: Buffer | undefined): void {
    if (!this.#inRuns || !isRunEvent(event)) return this.#add(reduce(this.end(), event), payload);
    this.#run ??= openRun(this.#state, event.at);
    try {
      addWrites(this.rows, this.#run.take(event), payload);
    } catch (error) {
      throw new SpoiltRun('a fold failed', { cause: error });
    }
  }

  /** The state after all events so far. */
  end(): FleetState {
    const run = this.#run;
    this.#run = undefined;
    if (run !== undefined) this.#add(run.end(), undefined);
    return this.#state;
  }

  #add({ state, delta, writes, requests }: Reduction, payload: Buffer | undefined): void {
    addWrites(this.rows, writes, payload);
    this.#state = state;
    addDelta(this.changes, delta);
    if (requests !== undefined) for (const request of requests) this.requests.add(request);
  }
}
