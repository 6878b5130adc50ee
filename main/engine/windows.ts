import type { FleetTables } from '../../fleet/delta.ts';
import type { EngineConfig, Meter } from '../../fleet/ipc.ts';
import type { HubId } from '../../fleet/model/hub.ts';
import { DeltaOutbox, type WindowPort } from './delta-outbox.ts';
import { diagnose, type DiagnoseParts } from './diagnose.ts';
import type { Committed } from './pipeline.ts';
import type { Quarantine } from './quarantine.ts';
import { answerRequest, type RequestParts } from './requests.ts';

export interface WindowsParts extends DiagnoseParts {
  readonly config: EngineConfig;
  readonly quarantine: Quarantine;
  readonly adopt: RequestParts['adopt'];
  readonly rules: RequestParts['rules'];
  readonly acceptRouter: RequestParts['acceptRouter'];
  readonly statusHistory: RequestParts['statusHistory'];
  tables(): FleetTables;
  pictureTs(): number | undefined;
}

/** All windows: each has its own outbox, all see the same committed picture. */
export class Windows {
  readonly #parts: WindowsParts;
  /** One engine life; rises over restarts unless the computer's clock is set back. */
  readonly #epoch: number;
  readonly #outboxes = new Map<WindowPort, DeltaOutbox>();
  #isLive = false;
  #received: ReadonlyMap<HubId, number> = new Map();
  #rates: ReadonlyMap<HubId, number> = new Map();

  constructor(parts: WindowsParts) {
    this.#parts = parts;
    this.#epoch = parts.clock.realWallMs();
  }

  /** Some hub's retained messages were folded in this engine life. */
  get isLive(): boolean {
    return this.#isLive;
  }

  connect(port: WindowPort): void {
    const { config, tables, pictureTs } = this.#parts;
    const source = { epoch: this.#epoch, clock: config.clock, tables, pictureTs, isLive: () => this.#isLive, meter: () => this.#meter() };
    const asked = { ...this.#parts, hubs: () => [...this.#parts.hubs.values()], diagnostics: () => diagnose(this.#parts, this.#rates) };
    const outbox = new DeltaOutbox(port, source, (frame) => {
      // A window that closed meanwhile hears nothing.
      void answerRequest(asked, frame).then((answer) => this.#outboxes.has(port) && port.post(answer));
    });
    this.#outboxes.set(port, outbox);
    port.onClose(() => this.#outboxes.delete(port));
  }

  /** `live`: some hub's retained messages are folded; its desk documents, the last ones subscribed, fell quiet. */
  committed({ changes, observed }: Committed): void {
    this.#isLive ||= observed.some((event) => event.type === 'desk-quiet');
    for (const outbox of this.#outboxes.values()) outbox.add(changes);
  }

  /** Once a real second. */
  tick(): void {
    const received = new Map([...this.#parts.hubs.values()].map((hub) => [hub.id, hub.received]));
    this.#rates = new Map([...received].map(([id, n]) => [id, n - (this.#received.get(id) ?? 0)]));
    this.#received = received;
    for (const outbox of this.#outboxes.values()) outbox.tick();
  }

  close(): void {
    for (const port of this.#outboxes.keys()) port.close();
    this.#outboxes.clear();
  }

  #meter(): Meter {
    return { messagesPerS: [...this.#rates.values()].reduce((sum, n) => sum + n, 0), inboxDepth: this.#parts.inbox.depth, clockTs: this.#parts.clock.wallTs() };
  }
}
