import type { BrokerProcess } from '../../../platform/mosquitto.test-support.ts';
import type { TcpProxy } from '../../../platform/tcp-proxy.test-support.ts';
import type { Random } from '../../simulator/random.ts';
import type { FrigateSpeaker } from '../../testing/frigate/frigate-speaker.ts';
import type { AgentChild } from './agent-child.ts';
import type { SmallDisk } from './small-disk.ts';

/*
 * What happens to the real site, one thing every ten seconds; each ends by itself before or after the next one begins.
 */

type Broker = Pick<BrokerProcess, 'start' | 'stop' | 'kill'>;

export interface Stage {
  readonly hub: Broker;
  readonly broker: Broker;
  readonly uplink: TcpProxy;
  readonly agent: AgentChild;
  readonly disk: SmallDisk;
  readonly frigate: FrigateSpeaker;
  readonly random: Random;
}

export interface RealFault {
  readonly name: string;
  readonly minMs: number;
  readonly maxMs: number;
  begin(): Promise<void> | void;
  end(): Promise<void> | void;
}

const TEN_YEARS_MS = 3.156e11;

const outage = (name: string, broker: Broker, how: 'kill' | 'stop'): RealFault => ({
  name,
  minMs: 500,
  maxMs: 8_000,
  begin: () => broker[how](),
  end: () => broker.start(),
});

const refusal = (name: string, uplink: TcpProxy, how: 'reset' | 'close' | 'handshake'): RealFault => ({
  name,
  minMs: 1_000,
  maxMs: 25_000,
  begin: () => (uplink.refuse(how), uplink.cut()),
  end: () => uplink.refuse(false),
});

/** Everything that may happen. */
export const realFaults = ({ hub, broker, uplink, agent, disk, frigate }: Stage): readonly RealFault[] => [
  refusal('uplink refuses', uplink, 'reset'),
  refusal('uplink hangs up at once', uplink, 'close'),
  refusal('uplink hangs up in the handshake', uplink, 'handshake'),
  { name: 'uplink flaps', minMs: 100, maxMs: 300, begin: () => uplink.cut(), end: () => uplink.cut() },
  { name: 'uplink slow', minMs: 5_000, maxMs: 15_000, begin: () => uplink.delay(900), end: () => uplink.delay(0) },
  { name: 'uplink dead', minMs: 5_000, maxMs: 20_000, begin: () => uplink.blackhole(true), end: () => (uplink.blackhole(false), uplink.cut()) },
  outage('site broker terminated', broker, 'stop'),
  outage('site broker killed', broker, 'kill'),
  outage('hub terminated', hub, 'stop'),
  outage('hub killed', hub, 'kill'),
  { name: 'agent killed', minMs: 200, maxMs: 6_000, begin: () => agent.end('SIGKILL'), end: () => agent.start() },
  { name: 'agent terminated', minMs: 200, maxMs: 6_000, begin: () => agent.end('SIGTERM'), end: () => agent.start() },
  { name: 'clock ten years ahead', minMs: 3_000, maxMs: 15_000, begin: () => agent.setClock(TEN_YEARS_MS), end: () => agent.setClock(0) },
  { name: 'clock ten years behind', minMs: 3_000, maxMs: 15_000, begin: () => agent.setClock(-TEN_YEARS_MS), end: () => agent.setClock(0) },
  { name: 'Frigate cut off', minMs: 1_000, maxMs: 8_000, begin: () => frigate.cut(), end: () => frigate.mend() },
  ...(disk.canFill ? [{ name: 'disk full', minMs: 3_000, maxMs: 12_000, begin: () => disk.fill(), end: () => disk.free() }] : []),
];
