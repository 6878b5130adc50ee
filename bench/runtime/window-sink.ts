import type { FleetDelta } from '../../fleet/delta.ts';
import type { EngineFrame, WindowFrame } from '../../fleet/ipc.ts';
import type { AlertRecord } from '../../fleet/model/alert.ts';
import type { HubRecord } from '../../fleet/model/hub.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';

/*
 * Stands for a window at the other end of the engine's port: it takes every frame, says at once that it is drawn, and
 * counts what the records tell. Numbers in the records count the messages behind them, so a sum tells whether each was
 * posted or followed by a newer one.
 */

export interface SinkTotals {
  /** Sum of the numbers in the sites' last health documents. */
  readonly rounds: number;
  /** Sum of the alerts' last revisions. */
  readonly revisions: number;
  /** Sites that show name, version and health. */
  readonly complete: number;
  /** Hubs that are connected and subscribed. */
  readonly hubs: number;
}

export class WindowSink {
  readonly #post: (frame: WindowFrame) => void;
  readonly #onReached: () => void;
  readonly #rounds = new Map<string, number>();
  readonly #revisions = new Map<string, number>();
  readonly #complete = new Set<string>();
  readonly #connected = new Set<string>();
  #roundsSum = 0;
  #revisionsSum = 0;
  #expected: SinkTotals | undefined;

  constructor(post: (frame: WindowFrame) => void, onReached: () => void) {
    this.#post = post;
    this.#onReached = onReached;
    post({ type: 'subscribe' });
  }

  get totals(): SinkTotals {
    return { rounds: this.#roundsSum, revisions: this.#revisionsSum, complete: this.#complete.size, hubs: this.#connected.size };
  }

  /** `onReached` is called once when all of it was seen. */
  expect(totals: SinkTotals): void {
    this.#expected = totals;
    this.#look();
  }

  receive(frame: EngineFrame): void {
    if (frame.type !== 'snapshot' && frame.type !== 'frame') return;
    this.#post({ type: 'drawn', epoch: frame.epoch, seq: frame.seq });
    if (frame.type === 'snapshot') {
      for (const key in frame.tables.sites) this.#site(key, frame.tables.sites[key] as SiteRecord);
      for (const key in frame.tables.alerts) this.#alert(key, frame.tables.alerts[key] as AlertRecord);
      for (const key in frame.tables.hubs) this.#hub(key, frame.tables.hubs[key] as HubRecord);
    } else this.#delta(frame.delta);
    this.#look();
  }

  #delta({ sites, alerts, hubs }: FleetDelta): void {
    for (const records of [sites?.added, sites?.updated]) for (const key in records) this.#site(key, records[key] as SiteRecord);
    for (const records of [alerts?.added, alerts?.updated]) for (const key in records) this.#alert(key, records[key] as AlertRecord);
    for (const records of [hubs?.added, hubs?.updated]) for (const key in records) this.#hub(key, records[key] as HubRecord);
  }

  #hub(key: string, { state }: HubRecord): void {
    if (state === 'connected') this.#connected.add(key);
    else this.#connected.delete(key);
  }

  #site(key: string, { wan, name, agentVersion }: SiteRecord): void {
    const round = wan?.rttMs ?? 0;
    this.#roundsSum += round - (this.#rounds.get(key) ?? 0);
    this.#rounds.set(key, round);
    if (round > 0 && name !== undefined && agentVersion !== undefined) this.#complete.add(key);
  }

  #alert(key: string, { rev }: AlertRecord): void {
    this.#revisionsSum += rev - (this.#revisions.get(key) ?? 0);
    this.#revisions.set(key, rev);
  }

  #look(): void {
    const expected = this.#expected;
    if (expected === undefined) return;
    const { rounds, revisions, complete, hubs } = this.totals;
    if (rounds < expected.rounds || revisions < expected.revisions || complete < expected.complete || hubs < expected.hubs) return;
    this.#expected = undefined;
    this.#onReached();
  }
}
