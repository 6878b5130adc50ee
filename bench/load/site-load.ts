import type { SiteId } from '../../fleet/ids.ts';
import { siteTopic } from '../../fleet/topics.ts';
import type { SiteKind } from '../../fleet/kinds.ts';
import { agentBody, alertBody, camerasBody, healthBody, openListBody, placeBody } from './documents.ts';
import { seededRandom, shuffle } from './random.ts';

/*
 * What a fleet says, as documents that nobody has seen before: each carries numbers of its own. One sweep is one health
 * and one cameras document of every site and an alert event of every fourth to fifth site (a tenth of the messages), in
 * random order. The same options give the same documents, but for the time they are made at.
 */

export interface LoadOptions {
  readonly sites: number;
  /** Events in the life of one alert: the first opens, the last closes, those between update. */
  readonly alertLife: number;
  readonly seed: number;
}

export interface LoadMessage {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

/** What has to be seen at the end, if nothing was lost. */
export interface LoadTotals {
  readonly messages: number;
  readonly events: number;
  /** Sum over the sites of the number in their last health document, which counts their health documents. */
  readonly rounds: number;
  /** Sum over the alerts of their last revision, which counts their events. */
  readonly revisions: number;
  readonly alerts: number;
  /** State topics that hold a document, and the sum of `seq` over their last ones. */
  readonly documents: number;
  readonly documentSeqs: number;
  /** Sum of `seq` over all events. */
  readonly eventSeqs: number;
}

interface Site {
  readonly id: SiteId;
  readonly lastSeqs: Map<SiteKind, number>;
  stateSeq: number;
  eventSeq: number;
  rounds: number;
  alert: number;
  revision: number;
}

/** A tenth of a sweep's messages are events: two states are 90 % of one site's share. */
const EVENTS_PER_STATE = 1 / 9;

export class SiteLoad {
  readonly options: LoadOptions;
  readonly #sites: readonly Site[];
  readonly #random: () => number;
  #messages = 0;
  #events = 0;
  #eventSeqs = 0;
  #revisions = 0;
  #alerts = 0;
  #nextEventSite = 0;

  constructor(options: LoadOptions) {
    this.options = options;
    this.#random = seededRandom(options.seed);
    this.#sites = Array.from({ length: options.sites }, (_, index) => ({
      id: `BL-N${String(index).padStart(5, '0')}` as SiteId,
      lastSeqs: new Map(),
      ...{ stateSeq: 0, eventSeq: 0, rounds: 0, alert: 0, revision: 0 },
    }));
  }

  /** The first documents of all sites: agent, place, cameras, health, open alerts. */
  seed(): LoadMessage[] {
    return this.#sites.flatMap((site) => [...this.#retained(site), this.#cameras(site), this.#state(site, 'state/alerts', openListBody())]);
  }

  /** Three documents of every site, as a hub retains them: agent, place, health. */
  retainedOfAll(): LoadMessage[] {
    return this.#sites.flatMap((site) => this.#retained(site).map((message) => ({ ...message, retain: true })));
  }

  sweep(): LoadMessage[] {
    const messages: LoadMessage[] = [];
    for (const site of this.#sites) messages.push(this.#health(site), this.#cameras(site));
    const events = Math.round(messages.length * EVENTS_PER_STATE);
    for (let count = 0; count < events; count += 1) {
      messages.push(this.#event(this.#sites[this.#nextEventSite] as Site));
      this.#nextEventSite = (this.#nextEventSite + 1) % this.#sites.length;
    }
    shuffle(messages, this.#random);
    return withHealthLast(messages);
  }

  totals(): LoadTotals {
    const sites = this.#sites;
    const seqs = sites.flatMap(({ lastSeqs }) => [...lastSeqs.values()]);
    return {
      messages: this.#messages,
      events: this.#events,
      rounds: sites.reduce((sum, { rounds }) => sum + rounds, 0),
      revisions: this.#revisions,
      alerts: this.#alerts,
      documents: seqs.length,
      documentSeqs: seqs.reduce((sum, seq) => sum + seq, 0),
      eventSeqs: this.#eventSeqs,
    };
  }

  #retained(site: Site): LoadMessage[] {
    return [this.#state(site, 'state/agent', agentBody()), this.#state(site, 'state/site', placeBody(site.id, this.#random)), this.#health(site)];
  }

  #health(site: Site): LoadMessage {
    site.rounds += 1;
    return this.#state(site, 'state/health', healthBody(site.rounds, this.#random));
  }

  #cameras(site: Site): LoadMessage {
    return this.#state(site, 'state/cameras', camerasBody(this.#random));
  }

  #state(site: Site, kind: SiteKind, body: object): LoadMessage {
    site.stateSeq += 1;
    site.lastSeqs.set(kind, site.stateSeq);
    return this.#message(site, kind, site.stateSeq, { ttl_s: 180, ...body }, 0);
  }

  #event(site: Site): LoadMessage {
    const { alertLife } = this.options;
    const opens = site.revision === 0;
    if (opens) {
      site.alert += 1;
      this.#alerts += 1;
    }
    site.revision += 1;
    const op = opens ? 'open' : site.revision === alertLife ? 'close' : 'update';
    const body = alertBody(`${site.id}${site.alert}`, site.revision, op, this.#random);
    if (op === 'close') site.revision = 0;
    site.eventSeq += 1;
    this.#events += 1;
    this.#revisions += 1;
    this.#eventSeqs += site.eventSeq;
    return this.#message(site, 'event/alert', site.eventSeq, body, 1);
  }

  #message(site: Site, kind: SiteKind, seq: number, body: object, qos: 0 | 1): LoadMessage {
    this.#messages += 1;
    const envelope = { v: 1, site: site.id, boot: 1_780_677_009, conn: 1, seq, ts: Date.now() };
    return { topic: siteTopic(site.id, kind), payload: JSON.stringify({ ...envelope, ...body }), qos, retain: false };
  }
}

/** A window shows health: whoever sees the last document's number knows that everything before it was committed. */
const withHealthLast = (messages: LoadMessage[]): LoadMessage[] => {
  const at = messages.findLastIndex(({ topic }) => topic.endsWith('/state/health'));
  const last = messages.splice(at, 1);
  return [...messages, ...last];
};
