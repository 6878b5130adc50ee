import { randomBytes } from 'node:crypto';
import type { SiteId } from '../../../fleet/ids.ts';
import type { HubConfig } from '../../../fleet/ipc.ts';
import type { HubTestLine } from '../../../fleet/model/hub-test.ts';
import { CONSOLE_SUBSCRIPTIONS, CONSOLE_WRITES, deskTopic, siteTopic } from '../../../fleet/topics.ts';
import { openMqttLink, type LinkState, type MqttLink, type PublishOutcome, type SubscribeOutcome } from '../../../platform/mqtt-link.ts';
import type { LinkProblem } from '../../../platform/mqtt-problem.ts';

const KEEPALIVE_S = 30;
const REFUSED_FROM = 128;
/** Old hubs cut an MQTT 5 greeting without a word; the link then tries 3.1.1 and looks again. */
const MOST_ATTEMPTS = 4;
const PATIENCE_MS = 15_000;
/** No such site: a hub drops an empty message that nobody reads. */
const NO_SITE = 'ZZ-TEST' as SiteId;

export interface RightsReport {
  readonly lines: readonly HubTestLine[];
  readonly protocol?: 4 | 5;
}

type Login = { readonly protocol: 4 | 5 } | { readonly problem: LinkProblem };

const loginFailure = ({ code, text }: LinkProblem): HubTestLine =>
  // In TLS 1.3 the hub's word on our certificate comes after the handshake.
  code === 'tls_client_refused'
    ? { step: 'tls', result: 'failed', side: 'console', problem: code, detail: text }
    : { step: 'login', result: 'failed', problem: code, detail: text };

/** A link of its own with a client id of its own and no session: the running console is not disturbed. */
const login = (hub: HubConfig): { readonly link: MqttLink; readonly answer: Promise<Login> } => {
  let settle: (login: Login) => void = () => undefined;
  let attempts = 0;
  const answer = new Promise<Login>((resolve) => (settle = resolve));
  const onState = (state: LinkState): void => {
    if (state.state === 'connected') settle({ protocol: state.protocol });
    if (state.state !== 'waiting') return;
    attempts += 1;
    const maySpeakOld = state.problem.code === 'protocol_refused' || state.problem.code === 'closed_by_hub';
    if (!maySpeakOld || attempts >= MOST_ATTEMPTS) settle({ problem: state.problem });
  };
  const options = {
    ...hub,
    ...{ clientId: `console-${randomBytes(4).toString('hex')}`, keepaliveS: KEEPALIVE_S, cleanStart: true },
    ...{ random: Math.random, backoff: { baseMs: 50, maxMs: 200 } },
  };
  return { link: openMqttLink(options, { onMessage: () => undefined, onState }), answer };
};

const withPatience = <T>(answer: Promise<T>, late: T): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<T>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, late)));
  return Promise.race([answer, patience]).finally(() => clearTimeout(timer));
};

const trySubscriptions = async (link: MqttLink): Promise<readonly HubTestLine[]> => {
  const asked = new Promise<SubscribeOutcome>((resolve) => link.subscribe(CONSOLE_SUBSCRIPTIONS, resolve));
  const outcome = await withPatience<SubscribeOutcome>(asked, { ok: false });
  if (!outcome.ok) return [{ step: 'subscribe', result: 'failed', problem: 'closed_by_hub' }];
  return outcome.codes.map(({ topic, code }) =>
    code >= REFUSED_FROM ? { step: 'subscribe', result: 'failed', topic, code } : { step: 'subscribe', result: 'ok', topic },
  );
};

/** An example of each pattern of CONSOLE_WRITES, in its order, at addresses that belong to nobody. */
const writeExamples = (): readonly string[] => [
  deskTopic('desk/operator', randomBytes(4).toString('hex')),
  siteTopic(NO_SITE, 'cmd/req'),
  siteTopic(NO_SITE, 'hint/git'),
];

const writeLine = (topic: string, outcome: PublishOutcome, protocol: 4 | 5): HubTestLine => {
  const line = { step: 'write', topic } as const;
  if (outcome.outcome === 'refused') return { ...line, result: 'failed', code: outcome.code };
  if (outcome.outcome === 'lost') return { ...line, result: 'failed', problem: 'closed_by_hub' };
  return { ...line, result: protocol === 5 ? 'ok' : 'unknown' };
};

/** Empty messages without retain flag: nothing is stored, nobody acts on them. */
const tryWrites = (link: MqttLink, protocol: 4 | 5): Promise<readonly HubTestLine[]> => {
  const examples = writeExamples();
  return Promise.all(
    CONSOLE_WRITES.map(async (pattern, index) => {
      const asked = new Promise<PublishOutcome>((resolve) =>
        link.publish(examples[index] ?? pattern, '', { qos: 1, retain: false }, resolve),
      );
      return writeLine(pattern, await withPatience<PublishOutcome>(asked, { outcome: 'lost' }), protocol);
    }),
  );
};

/** Login, then each subscription and each write that a console needs (contract §8). */
export const tryRights = async (hub: HubConfig): Promise<RightsReport> => {
  const { link, answer } = login(hub);
  const late: Login = { problem: { code: 'tcp_timeout', text: 'no answer to the login' } };
  const outcome = await withPatience(answer, late);
  try {
    if ('problem' in outcome) return { lines: [loginFailure(outcome.problem)] };
    const { protocol } = outcome;
    const greeting: HubTestLine = { step: 'login', result: 'ok', detail: protocol === 5 ? 'MQTT 5' : 'MQTT 3.1.1' };
    const lines = [greeting, ...(await trySubscriptions(link)), ...(await tryWrites(link, protocol))];
    return { lines, protocol };
  } finally {
    await link.stop();
  }
};
