import type { GapEvent } from '../../fleet/events.ts';
import type { HubDiagnostics } from '../../fleet/engine-diagnostics.ts';
import type { HubConfig } from '../../fleet/ipc.ts';
import type { HubRecord } from '../../fleet/model/hub.ts';
import { HUB_HEALTH_SUBSCRIPTIONS, isHubHealthTopic, withHubHealth, type HubHealth } from '../../fleet/hub-health.ts';
import { CONSOLE_SUBSCRIPTIONS, TOPIC_ROOT, deskTopic } from '../../fleet/topics.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { isLinkUrl, withoutLogin, type MqttLinkOptions } from '../../platform/mqtt-options.ts';
import { openMqttLink, type LinkMessage, type LinkState, type MqttLink, type PublishOptions, type PublishOutcome } from '../../platform/mqtt-link.ts';
import type { BackoffPlan } from '../../platform/backoff.ts';
import type { PeerCertificate } from '../../platform/peer-certificate.ts';
import type { Inbox } from './inbox.ts';

/*
 * One hub as a complete source (contract §8): connects, subscribes, rebuilds after every gap, says in words what was
 * refused, and hands each message to the inbox unread. All hubs are connected at once; none knows of the others.
 */

export interface HubSourceParts {
  readonly hub: HubConfig;
  /** 8 hex digits, kept per profile and hub; the client id is `console-` and this. */
  readonly clientHex: string;
  readonly consoleId: string;
  /** False while this console only shows: nothing is published until someone clicks (contract §6 "Adoption"). */
  readonly mayAsk: boolean;
  readonly clock: Clock;
  readonly inbox: Inbox;
  readonly log: Log;
  readonly random: () => number;
  readonly keepaliveS?: number;
  readonly backoff?: BackoffPlan;
}

export interface HubSource {
  readonly id: string;
  readonly record: HubRecord;
  /** Messages received since the start. */
  readonly received: number;
  /** What the broker tells of itself on this connection (contract §8, optional). */
  readonly health: HubHealth;
  readonly healthAnswer: HubDiagnostics['healthAnswer'];
  /** Real ms; undefined where no answer comes in time. */
  ping(patienceMs: number): Promise<number | undefined>;
  certificate(): PeerCertificate | undefined;
  acknowledge(connection: number, messageIds: readonly number[]): void;
  /** The seam for the desk and for commands. `refused` 135 on a desk topic makes the hub read-only. */
  publish(topic: string, payload: string | Buffer, options: PublishOptions, answer?: (outcome: PublishOutcome) => void): void;
  /** Subscribes again so that the hub sends what it retains: something was missed (contract §8). */
  rebuild(reason: GapEvent['reason']): void;
  /** The inbox has room again. */
  resume(): void;
  /** After sleep or at the operator's wish: tries now instead of at the end of the wait. */
  nudge(): void;
  stop(): Promise<void>;
}

const KEEPALIVE_S = 30;
const SESSION_EXPIRY_S = 3_600;
/** Above mosquitto's stock window of 20, which would bound events to 20 per batch. */
const RECEIVE_MAXIMUM = 2_000;
/** The largest document of the contract is 256 kB; what is larger never reaches us from a hub that speaks MQTT 5. */
const MAXIMUM_PACKET_BYTES = 1_048_576;
/** `_desk/#` fell quiet: adoption can be judged (contract §6). */
const DESK_QUIET_MS = 1_000;
/** To connect takes the thread a twentieth of a second: the last picture leaves for its window first. */
const FIRST_AFTER_MS = 30;
const NOT_AUTHORISED = 135;
const REFUSED_FROM = 128;
const DESK_ROOT = `${TOPIC_ROOT}_desk/`;

const initialRecord = ({ hub, clock }: HubSourceParts): HubRecord => ({
  id: hub.id,
  name: hub.name,
  url: isLinkUrl(hub.url) ? withoutLogin(hub.url) : 'invalid address',
  state: 'connecting',
  sinceTs: clock.wallTs(),
  refused: [],
  readOnly: false,
});

/** Opens a hub's link; `inbox` gets everything that follows. */
export class HubLinkSource implements HubSource {
  readonly id: string;
  record: HubRecord;
  received = 0;
  health: HubHealth = {};
  healthAnswer: HubDiagnostics['healthAnswer'] = 'not_asked';
  readonly #parts: HubSourceParts;
  readonly #log: Log;
  #link: MqttLink | undefined;
  #connectedBefore = false;
  #deskAtMs = 0;
  #deskTimer: NodeJS.Timeout | undefined;

  constructor(parts: HubSourceParts) {
    this.#parts = parts;
    this.id = parts.hub.id;
    this.#log = parts.log.with({ hub: parts.hub.id });
    this.record = initialRecord(parts);
  }

  start(): this {
    const { hub } = this.#parts;
    if (!isLinkUrl(hub.url)) {
      this.#change({ ...this.record, state: 'stopped', problem: { code: 'other', text: 'not an address of the form mqtt(s)://… or ws(s)://…' } });
      return this;
    }
    this.#change(this.record);
    this.#link = openMqttLink(linkOptions(this.#parts), {
      onMessage: (packet) => this.#receive(packet),
      onState: (state) => this.#onState(state),
    });
    return this;
  }

  #change(record: HubRecord): void {
    this.record = record;
    const { clock, inbox } = this.#parts;
    inbox.pushEvent({ type: 'hub', at: clock.at(), hub: record });
  }

  #receive(packet: LinkMessage): boolean {
    const { clock, inbox } = this.#parts;
    if (isHubHealthTopic(packet.topic)) {
      this.health = withHubHealth(this.health, packet.topic, packet.payload);
      return true;
    }
    this.received += 1;
    if (this.#deskTimer !== undefined && packet.topic.startsWith(DESK_ROOT)) this.#deskAtMs = clock.realMonoMs();
    return inbox.push({ hub: this.id, connection: this.#link?.connection ?? 0, at: clock.at(), packet });
  }

  #onState(state: LinkState): void {
    const { clock } = this.#parts;
    switch (state.state) {
      case 'connecting':
        // The words of the last failure stay on screen while the next attempt is under way.
        if (this.record.state !== 'connecting') this.#change({ ...this.record, state: 'connecting', sinceTs: clock.wallTs() });
        break;
      case 'connected':
        this.#onConnected(state);
        break;
      case 'waiting': {
        this.#stopWatchingDesk();
        this.#log.warn('not connected', { problem: state.problem, delayMs: state.delayMs });
        const nextTryTs = clock.wallTs() + Math.round(state.delayMs * clock.speed);
        this.#change({ ...this.record, state: 'waiting', sinceTs: clock.wallTs(), problem: state.problem, nextTryTs });
        break;
      }
      case 'stopped':
        break;
      default:
        state satisfies never;
    }
  }

  #onConnected({ protocol, sessionPresent }: Extract<LinkState, { state: 'connected' }>): void {
    const reason = this.#connectedBefore ? 'reconnect' : 'engine_start';
    this.#connectedBefore = true;
    this.health = {};
    this.#log.info('connected', { protocol, sessionPresent });
    this.#subscribe(reason, (refused) => {
      const { problem: _over, nextTryTs: _none, ...rest } = this.record;
      const sinceTs = this.#parts.clock.wallTs();
      this.#change({ ...rest, state: 'connected', sinceTs, protocol, refused, ...refusedProblem(refused) });
      if (protocol === 5 && this.#parts.mayAsk) this.#askForWrites();
      if (protocol === 5) this.#askForHealth();
    });
  }

  #subscribe(reason: GapEvent['reason'], then: (refused: HubRecord['refused']) => void): void {
    const { clock, inbox } = this.#parts;
    const connection = this.#link?.connection;
    inbox.pushEvent({ type: 'gap', at: clock.at(), hub: this.id, reason });
    this.#link?.subscribe(CONSOLE_SUBSCRIPTIONS, (outcome) => {
      if (connection !== this.#link?.connection || !outcome.ok) return;
      const refused = outcome.codes.filter(({ code }) => code >= REFUSED_FROM);
      if (refused.length > 0) this.#log.warn('subscription refused', { refused });
      then(refused);
      this.#watchDesk();
    });
  }

  /**
   * May this console write? Asked by an empty message without retain flag on its own presence topic: nothing is stored
   * anywhere, and "no presence known" is true in the moment of connecting. MQTT 3.1.1 has no answer for it.
   */
  #askForWrites(): void {
    this.publish(deskTopic('desk/operator', this.#parts.consoleId), '', { qos: 1, retain: false });
  }

  /** Apart from the contract's list, and once: a broker that cuts the line for it is not asked a second time. */
  #askForHealth(): void {
    if (this.healthAnswer === 'refused') return;
    this.healthAnswer = 'refused';
    this.#link?.subscribe(HUB_HEALTH_SUBSCRIPTIONS, (outcome) => {
      if (outcome.ok && outcome.codes.some(({ code }) => code < REFUSED_FROM)) this.healthAnswer = 'granted';
    });
  }

  #watchDesk(): void {
    const { clock, inbox } = this.#parts;
    this.#stopWatchingDesk();
    this.#deskAtMs = clock.realMonoMs();
    const look = (): void => {
      const quietMs = clock.realMonoMs() - this.#deskAtMs;
      if (quietMs < DESK_QUIET_MS) {
        this.#deskTimer = setTimeout(look, DESK_QUIET_MS - quietMs);
        return;
      }
      this.#deskTimer = undefined;
      inbox.pushEvent({ type: 'desk-quiet', at: clock.at(), hub: this.id });
    };
    this.#deskTimer = setTimeout(look, DESK_QUIET_MS);
  }

  #stopWatchingDesk(): void {
    clearTimeout(this.#deskTimer);
    this.#deskTimer = undefined;
  }

  publish(topic: string, payload: string | Buffer, options: PublishOptions, answer?: (outcome: PublishOutcome) => void): void {
    if (this.#link === undefined) return answer?.({ outcome: 'lost' });
    this.#link.publish(topic, payload, options, (outcome) => {
      if (topic.startsWith(DESK_ROOT) && options.qos === 1 && outcome.outcome !== 'lost') {
        const readOnly = outcome.outcome === 'refused' && outcome.code === NOT_AUTHORISED;
        if (readOnly !== this.record.readOnly) this.#change({ ...this.record, readOnly });
      }
      answer?.(outcome);
    });
  }

  rebuild(reason: GapEvent['reason']): void {
    if (!this.#link?.connected) return;
    this.#subscribe(reason, (refused) => {
      if (refused.length === 0 && this.record.refused.length === 0) return;
      const { problem: _old, ...rest } = this.record;
      this.#change({ ...rest, refused, ...refusedProblem(refused) });
    });
  }

  ping(patienceMs: number): Promise<number | undefined> {
    return this.#link?.ping(patienceMs) ?? Promise.resolve(undefined);
  }

  certificate(): PeerCertificate | undefined {
    return this.#link?.peerCertificate();
  }

  acknowledge(connection: number, messageIds: readonly number[]): void {
    this.#link?.acknowledge(connection, messageIds);
  }

  resume(): void {
    this.#link?.resume();
  }

  nudge(): void {
    this.#link?.nudge();
  }

  async stop(): Promise<void> {
    this.#stopWatchingDesk();
    await this.#link?.stop();
  }
}

const linkOptions = (parts: HubSourceParts): MqttLinkOptions => ({
  ...parts.hub,
  clientId: `console-${parts.clientHex}`,
  keepaliveS: parts.keepaliveS ?? KEEPALIVE_S,
  cleanStart: false,
  sessionExpiryS: SESSION_EXPIRY_S,
  receiveMaximum: RECEIVE_MAXIMUM,
  maximumPacketBytes: MAXIMUM_PACKET_BYTES,
  firstAfterMs: FIRST_AFTER_MS,
  random: parts.random,
  ...(parts.backoff ? { backoff: parts.backoff } : {}),
});

const refusedProblem = (refused: HubRecord['refused']): Pick<HubRecord, 'problem'> =>
  refused.length === 0
    ? {}
    : { problem: { code: 'not_authorised', text: `refused: ${refused.map(({ topic, code }) => `${topic} (${code})`).join(', ')}` } };

export const openHubSource = (parts: HubSourceParts): HubSource => new HubLinkSource(parts).start();
