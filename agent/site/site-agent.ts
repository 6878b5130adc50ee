import type { At } from '../../fleet/events.ts';
import { localTopic } from '../../fleet/topics.ts';
import type { EventKind, StateKind } from '../../fleet/wire/catalogue.ts';
import { findings, lookAt } from './alert-rules.ts';
import { alertBody, restoreAlerts } from './alert-events.ts';
import { openAlerts, stepAlerts } from './alert-step.ts';
import type { AlertMemory } from './alert-step.ts';
import { createBridgeWatch } from './bridge-watch.ts';
import type { BridgeWatch } from './bridge-watch.ts';
import { BROKER_FACT_FILTERS, parseBrokerFact } from './broker-facts.ts';
import type { BrokerFact } from './broker-facts.ts';
import { trackCameras } from './camera-history.ts';
import type { CameraHistory } from './camera-history.ts';
import { cleanObservation } from './clean-observation.ts';
import type { AgentFacts, Report } from './documents.ts';
import { openEmbeddings } from './embeddings/open-embeddings.ts';
import type { EmbeddingSource } from './embeddings/embedding-source.ts';
import { createEventSender } from './event-sender.ts';
import type { EventSender } from './event-sender.ts';
import { createFrigateSource } from './frigate/source.ts';
import type { FrigateSource } from './frigate/source.ts';
import { chooseBoot, sealEvent, sealWill } from './identity.ts';
import type { EventBody, Identity } from './identity.ts';
import { LOCAL_BRIDGE_FILTER, bridgeStateOf } from './local-broker.ts';
import type { Observation } from './observation.ts';
import { emptyObserved, observe } from './observed.ts';
import type { Observed } from './observed.ts';
import type { Outbox } from './outbox.ts';
import { createProbeRunner } from './probes.ts';
import type { ProbeRunner } from './probes.ts';
import { isGone } from './rules/gone.ts';
import type { Look } from './rules/rule.ts';
import type { SiteAgentDeps, SiteFacts } from './site-agent-deps.ts';
import { createStateReporter } from './state-reporter.ts';
import type { StateReporter } from './state-reporter.ts';

/**
 * One site's agent: observations in, documents and events out. Whoever owns it calls `tick` about once a second; all waits
 * run on the clock given, so that it can be driven faster than real time.
 */
export class SiteAgent {
  readonly #deps: SiteAgentDeps;
  readonly #probes: ProbeRunner;
  readonly #frigate: FrigateSource;
  readonly #embeddings: EmbeddingSource | undefined;
  readonly #bridge: BridgeWatch;
  readonly #startedMonoMs: number;
  #observed: Observed;
  #alerts: AlertMemory;
  #cameras: CameraHistory = new Map();
  readonly #reporter: StateReporter;
  readonly #outbox: Outbox;
  readonly #sender: EventSender;
  #state: AgentFacts['state'] = 'init';
  #boot: number | undefined;
  #conn = 0;
  #connected = false;
  #isUnsettled = false;
  #startedTs = 0;
  #dropped = 0;
  #droppedMonoMs: number | undefined;

  constructor(deps: SiteAgentDeps) {
    this.#deps = deps;
    const at = deps.now();
    const stored = deps.store.load();
    this.#startedMonoMs = at.monoMs;
    this.#observed = emptyObserved(deps.settings, at);
    this.#alerts = restoreAlerts(stored);
    // When the last loss was nobody knows any more: its 15 minutes begin anew.
    if (openAlerts(this.#alerts).some(({ kind }) => kind === 'queue_dropping')) this.#droppedMonoMs = at.monoMs;
    this.#outbox = deps.openOutbox(stored?.eventSeq ?? 0);
    this.#frigate = createFrigateSource(deps.settings, {
      observed: (observation) => this.#observe(observation),
      tell: (kind, body) => this.#tell(kind, body),
      settle: () => this.#settle(),
      now: deps.now,
      ...(deps.frigateHttp ? { http: deps.frigateHttp } : {}),
      ...(deps.frigateStore ? { store: deps.frigateStore } : {}),
      eventsAfter: (seq) => this.#outbox.after(seq, Infinity),
      lastSeq: () => this.#outbox.lastSeq,
    });
    this.#embeddings = openEmbeddings(deps, this.#outbox, {
      tell: (body) => this.#tell('event/embedding', body),
      settle: () => this.#settle(),
    });
    this.#probes = createProbeRunner([...deps.probes, ...this.#frigate.probes], (observation) => this.#observe(observation));
    this.#sender = createEventSender(this.#outbox, ({ kind, payload }, taken) =>
      deps.broker.publish({ topic: localTopic(kind), payload, qos: 1, retain: false }, taken),
    );
    this.#reporter = createStateReporter((message) => deps.broker.publish(message));
    this.#bridge = createBridgeWatch({
      hubs: deps.settings.hubs.map(({ name }) => name),
      provenSeq: this.#outbox.provenSeq,
      random: deps.random,
    });
  }

  get frigate(): FrigateSource {
    return this.#frigate;
  }

  get identity(): Identity | undefined {
    return this.#boot === undefined ? undefined : { site: this.#deps.settings.site, boot: this.#boot, conn: this.#conn };
  }

  /** Number of the last document of a kind in this boot. */
  lastSeq(kind: StateKind): number | undefined {
    return this.#reporter.lastSeq(kind);
  }

  /** All that is known now, for people at the site. */
  facts(): SiteFacts {
    const { settings, now } = this.#deps;
    return {
      ...(this.identity ? { identity: this.identity } : {}),
      connected: this.#connected,
      ...(this.#bridge.lastWord === undefined ? {} : { bridgeWord: this.#bridge.lastWord }),
      report: this.#reportOf(lookAt(this.#observed, settings, now())),
      vectors: this.#embeddings?.statuses ?? [],
      frigateFailures: new Map(this.#frigate.nvrs.flatMap(({ id, http }) => (http?.failure ? [[id, http.failure] as const] : []))),
      provenSeq: this.#outbox.provenSeq,
    };
  }

  /** Says once more who it is: both ends make the check code of that message. False without the local broker. */
  checkIn(): boolean {
    if (!this.#connected) return false;
    this.#reporter.forget('state/agent');
    this.#report(lookAt(this.#observed, this.#deps.settings, this.#deps.now()));
    return true;
  }

  /** Probes, rules, reports: everything that is due now. */
  tick(): void {
    const at = this.#deps.now();
    this.#probes.tick(at.monoMs);
    if (this.#observed.router && this.#state === 'init') this.#state = 'online';
    if (this.#boot === undefined && !this.#begin(at)) return;
    const look = lookAt(this.#observed, this.#deps.settings, at);
    this.#cameras = trackCameras(this.#cameras, look.nvrs, at);
    this.#frigate.tick(look, this.#judge(look));
    void this.#embeddings?.tick();
    this.#countDrops(at);
    this.#settle();
    this.#follow(at.monoMs);
    this.#outbox.trim(at.monoMs);
    this.#report(look);
  }

  /** Says goodbye: `stopping`, then a clean disconnect without last will. */
  async stop(): Promise<void> {
    this.#state = 'stopping';
    if (this.#boot !== undefined) this.#report(lookAt(this.#observed, this.#deps.settings, this.#deps.now()));
    this.#frigate.close();
    this.#embeddings?.close();
    await this.#deps.broker.stop();
  }

  #observe(observation: Observation): void {
    const at = this.#deps.now();
    this.#observed = observe(this.#observed, cleanObservation(observation), at);
    if (observation.type === 'bridge') this.#bridge.bridge(observation.sample.hub, observation.sample.connected, at.monoMs);
  }

  /** What the bridges ask for: events to forget, events and states to send again. */
  #follow(monoMs: number): void {
    const orders = this.#bridge.orders(monoMs, this.#connected, this.#sender.takenSeq);
    this.#outbox.proven(orders.provenSeq);
    if (orders.replayFrom !== undefined) this.#sender.replay(orders.replayFrom);
    if (orders.republish) this.#reporter.forget();
  }

  /** True once the boot number is known; with neither stored one nor clock that may take 120 s. */
  #begin(at: At): boolean {
    const { store, settings, broker, log } = this.#deps;
    const stored = store.load();
    const boot = chooseBoot({
      stored: stored?.boot,
      wallTs: at.wallTs,
      clockSynced: this.#observed.router?.clock?.synced ?? false,
      waitedMs: at.monoMs - this.#startedMonoMs,
    });
    if (boot === 'wait') return false;
    this.#boot = boot;
    this.#startedTs = at.wallTs;
    this.#save();
    log.debug('agent started', { site: settings.site, boot });
    broker.start({
      will: () => ({ topic: localTopic('state/agent'), payload: sealWill(this.#next()), qos: 1, retain: true }),
      connected: () => this.#welcome(),
      disconnected: () => this.#lost(),
      subscriptions: [...this.#frigate.subscriptions, LOCAL_BRIDGE_FILTER, ...BROKER_FACT_FILTERS],
      message: (topic, payload) => this.#message(topic, payload),
    });
    return true;
  }

  /** Identity of the coming connection: its last will is fixed before it exists. */
  #next(): Identity {
    return { site: this.#deps.settings.site, boot: this.#boot ?? 0, conn: this.#conn + 1 };
  }

  #welcome(): void {
    this.#conn += 1;
    this.#connected = true;
    this.#reporter.forget();
    this.#report(lookAt(this.#observed, this.#deps.settings, this.#deps.now()));
    this.#sender.connected();
    this.#frigate.connected(this.#deps.now().monoMs);
  }

  #lost(): void {
    this.#connected = false;
    this.#sender.disconnected();
    this.#bridge.disconnected();
  }

  #message(topic: string, payload: Uint8Array): void {
    const { monoMs } = this.#deps.now();
    if (this.#frigate.message(topic, payload, monoMs)) return this.#settle();
    const up = bridgeStateOf(topic, payload);
    if (up !== undefined) {
      this.#bridge.word(up, monoMs);
      return this.#follow(monoMs);
    }
    const fact = parseBrokerFact(topic, payload);
    if (fact) this.#fact(fact, monoMs);
  }

  #fact(fact: BrokerFact, monoMs: number): void {
    this.#bridge.fact(fact, monoMs, this.#sender.takenSeq);
    if (fact.type === 'version') this.#observe({ type: 'broker', sample: { version: fact.version } });
    if (fact.type === 'count' && fact.name === 'dropped') this.#observe({ type: 'broker', sample: { dropped: fact.count } });
  }

  /** Answers how many alerts opened. */
  #judge(look: Look): number {
    const { newId } = this.#deps;
    const own = { dropped: this.#dropped, ...(this.#droppedMonoMs === undefined ? {} : { droppedMonoMs: this.#droppedMonoMs }) };
    const step = stepAlerts(this.#alerts, findings(look, own), look.at, () => newId(look.at.wallTs), (alert) => isGone(look, alert));
    this.#alerts = step.memory;
    for (const change of step.changes) this.#tell('event/alert', alertBody(change));
    return step.changes.filter(({ op }) => op === 'open').length;
  }

  #countDrops(at: At): void {
    if (this.#outbox.dropped === this.#dropped) return;
    this.#dropped = this.#outbox.dropped;
    this.#droppedMonoMs = at.monoMs;
  }

  /** An event exists once it has its `seq`; before the boot is known there is nobody to tell. `#settle` follows. */
  #tell<K extends EventKind>(kind: K, body: EventBody<K>): void {
    const by = this.identity;
    if (!by) return;
    const at = this.#deps.now();
    this.#outbox.append(kind, at.monoMs, (seq) => sealEvent(kind, body, by, seq, at));
    this.#isUnsettled = true;
  }

  /**
   * Remembered, then durable, then sent. Memory is saved once all events of a step stand in the outbox: stopped in between,
   * the agent must never remember an alert that it did not tell.
   */
  #settle(): void {
    if (this.#isUnsettled) this.#save();
    this.#isUnsettled = false;
    this.#outbox.commit();
    this.#sender.pump();
  }

  #report(look: Look): void {
    const by = this.identity;
    if (this.#connected && by) this.#reporter.report(this.#reportOf(look), by);
  }

  #reportOf(look: Look): Report {
    return {
      look,
      alerts: this.#alerts,
      cameras: this.#cameras,
      agent: { state: this.#state, version: this.#deps.version, startedTs: this.#startedTs },
      queue: { depth: this.#outbox.depth, dropped: this.#outbox.dropped },
      eventSeq: this.#outbox.lastSeq,
    };
  }

  #save(): void {
    this.#deps.store.save({
      boot: this.#boot ?? 0,
      eventSeq: this.#outbox.lastSeq,
      openAlerts: [...this.#alerts.open.values()],
      lastAlertIds: [...this.#alerts.last],
    });
  }
}
