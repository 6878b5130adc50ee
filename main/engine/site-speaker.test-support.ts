import mqtt from 'mqtt';

/*
 * A site of the contract in its simplest form, straight to a hub: enough for the engine's tests. The real agent's code is
 * driven by the simulator and the end-to-end tests.
 */

const ULID_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A valid ULID that differs for each `n`. */
export const testUlid = (n: number): string => {
  let rest = n;
  let text = '';
  for (let place = 0; place < 10; place += 1) {
    text = ULID_ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return `01HZZZZZZZZZZZZZ${text}`;
};

export interface TestDocument {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

/** Documents of one site in the order of its counters. */
export class TestSite {
  readonly id: string;
  readonly boot: number;
  #stateSeq = 0;
  #eventSeq = 0;

  constructor(id: string, boot = 1) {
    this.id = id;
    this.boot = boot;
  }

  #envelope(seq: number): object {
    return { v: 1, site: this.id, boot: this.boot, conn: 1, seq, ts: Date.now() };
  }

  state(kind: string, body: object): TestDocument {
    const payload = JSON.stringify({ ...this.#envelope((this.#stateSeq += 1)), ttl_s: 180, ...body });
    return { topic: `fleet/v1/${this.id}/state/${kind}`, payload, qos: 0, retain: true };
  }

  health(level: 'ok' | 'warn' | 'err' = 'ok', extra: object = {}): TestDocument {
    return this.state('health', { level, reasons: [], nvrs: [], ...extra });
  }

  alert(n: number, op: 'open' | 'close' = 'open', extra: object = {}): TestDocument {
    const body = { id: testUlid(n), rev: op === 'open' ? 1 : 2, op, kind: 'hot', severity: 'warning', object: 'site', occurred_ts: Date.now(), text: 'hot', values: {}, ...extra };
    const payload = JSON.stringify({ ...this.#envelope((this.#eventSeq += 1)), ...body });
    return { topic: `fleet/v1/${this.id}/event/alert`, payload, qos: 1, retain: false };
  }

  review(id: string): TestDocument {
    const body = { id, nvr: 'nvr', camera: 'door', phase: 'start', severity: 'alert', start_ts: Date.now(), objects: ['person'], labels: ['person'], zones: [] };
    const payload = JSON.stringify({ ...this.#envelope((this.#eventSeq += 1)), ...body });
    return { topic: `fleet/v1/${this.id}/event/review`, payload, qos: 1, retain: false };
  }
}

/** A client that publishes documents and waits for the hub's word. */
export interface TestPublisher {
  send(...documents: readonly TestDocument[]): Promise<void>;
  /** Without waiting. */
  blast(document: TestDocument): void;
  close(): Promise<void>;
}

export const connectPublisher = async (url: string, options: mqtt.IClientOptions = {}): Promise<TestPublisher> => {
  const client = await mqtt.connectAsync(url, { protocolVersion: 5, reconnectPeriod: 200, ...options });
  const publish = ({ topic, payload, qos, retain }: TestDocument): Promise<unknown> => client.publishAsync(topic, payload, { qos, retain });
  return {
    send: async (...documents) => {
      await Promise.all(documents.map(publish));
      // Answered by the hub after everything before it.
      await client.publishAsync('test/sync', '', { qos: 1 });
    },
    blast: ({ topic, payload, qos, retain }) => void client.publish(topic, payload, { qos, retain }),
    close: () => client.endAsync(true),
  };
};
