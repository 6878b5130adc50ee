import mqtt from 'mqtt';
import { seededRandom } from '../load/random.ts';
import { healthBody, placeBody } from '../load/documents.ts';
import { siteOf } from './site-names.ts';

/*
 * A process of its own: sites that each send a health document with a running number, at a steady rate, to a real broker.
 * The number comes out as the site's round trip time. First message: PublisherPlan; then 'go' and 'stop'; it answers with the
 * moment of each send, epoch ms with fractions.
 */

export interface PublisherPlan {
  readonly url: string;
  readonly sites: number;
  readonly messagesPerS: number;
}

export type PublisherReport =
  | { readonly type: 'seeded' }
  /** `sent[n]`: when message n left; site `n % sites`, number `floor(n / sites) + 2`. */
  | { readonly type: 'sent'; readonly sent: readonly number[] };

const SLICE_MS = 4;
const random = seededRandom(7);
const now = (): number => performance.timeOrigin + performance.now();
const tell = (report: PublisherReport): void => void process.send?.(report);

const run = async ({ url, sites, messagesPerS }: PublisherPlan): Promise<void> => {
  const client = await mqtt.connectAsync(url, { protocolVersion: 5, log: () => undefined });
  const boot = Math.floor(Date.now() / 1_000);
  const seqs = new Array<number>(sites).fill(0);
  const document = (index: number, body: object, ttlS: number): string => {
    const seq = (seqs[index] = (seqs[index] ?? 0) + 1);
    return JSON.stringify({ v: 1, site: siteOf(index), boot, conn: 1, seq, ts: Date.now(), ttl_s: ttlS, ...body });
  };
  const send = (index: number, kind: string, body: object, retain: boolean): void =>
    void client.publish(`fleet/v1/${siteOf(index)}/state/${kind}`, document(index, body, 180), { qos: 0, retain });
  for (let index = 0; index < sites; index += 1) {
    send(index, 'site', placeBody(siteOf(index), random), true);
    send(index, 'health', healthBody(1, random), true);
  }
  await client.publishAsync('bench/seeded', '', { qos: 1 });
  tell({ type: 'seeded' });

  const sent: number[] = [];
  let timer: NodeJS.Timeout | undefined;
  process.on('message', (command) => {
    if (command === 'stop') {
      clearInterval(timer);
      tell({ type: 'sent', sent });
    }
    if (command !== 'go') return;
    const begin = performance.now();
    timer = setInterval(() => {
      const due = Math.floor(((performance.now() - begin) * messagesPerS) / 1_000);
      while (sent.length < due) {
        const index = sent.length % sites;
        const body = healthBody(Math.floor(sent.length / sites) + 2, random);
        sent.push(now());
        send(index, 'health', body, false);
      }
    }, SLICE_MS);
  });
};

process.once('message', (plan) => void run(plan as PublisherPlan));
process.on('disconnect', () => process.exit(0));
