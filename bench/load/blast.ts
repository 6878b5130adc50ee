import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { generate, parser as createParser, type Packet } from 'mqtt-packet';
import type { BlastCommand, BlastReport } from './blast-protocol.ts';
import { chunksOf, type Chunk } from './packets.ts';
import { SiteLoad, type LoadMessage } from './site-load.ts';

/*
 * The process that makes the load. Not a broker: as an endpoint it answers what a client says and then writes packets
 * that were encoded before, as fast as the client takes them; as a client it writes the same packets to a real broker.
 */

const VERSION = 5;
/**
 * Unacknowledged events under way, as a broker's `max_inflight_messages` bounds them. With a tenth of the messages being
 * events, about 4,000 messages are under way: fewer than a console begins to coalesce at.
 */
const IN_FLIGHT_EVENTS = 400;

let load: SiteLoad | undefined;
let socket: Socket | undefined;
let chunks: readonly Chunk[] = [];
let nextPacketId = 1;
let unacknowledged = 0;
let onAcknowledged: (() => void) | undefined;
let onAnswered: (() => void) | undefined;

const tell = (report: BlastReport): void => void process.send?.(report);

const write = (packet: Packet): void => void socket?.write(generate(packet, { protocolVersion: VERSION }));

const answer = (packet: Packet): void => {
  switch (packet.cmd) {
    case 'connect':
      return write({ cmd: 'connack', returnCode: 0, reasonCode: 0, sessionPresent: false });
    case 'subscribe':
      write({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: packet.subscriptions.map(({ qos }) => qos) } as Packet);
      return tell({ type: 'connected' });
    case 'publish':
      if (packet.qos === 1) write({ cmd: 'puback', messageId: packet.messageId ?? 0, reasonCode: 0 } as Packet);
      return;
    case 'pingreq':
      return write({ cmd: 'pingresp' });
    case 'puback':
      unacknowledged -= 1;
      return onAcknowledged?.();
    case 'connack':
      return tell({ type: 'connected' });
    case 'pingresp':
      return onAnswered?.();
    case 'disconnect':
      return void socket?.end();
    default:
      return;
  }
};

const adopt = (peer: Socket): void => {
  const parser = createParser({ protocolVersion: VERSION });
  parser.on('packet', answer);
  peer.setNoDelay(true);
  peer.on('data', (bytes) => parser.parse(bytes));
  peer.on('error', () => peer.destroy());
  socket = peer;
};

const listen = (): void => {
  const server = createServer(adopt);
  server.listen(0, '127.0.0.1', () => tell({ type: 'listening', port: (server.address() as AddressInfo).port }));
};

const publishTo = (port: number): void => {
  const peer = connect(port, '127.0.0.1');
  adopt(peer);
  const hello = { cmd: 'connect', protocolId: 'MQTT', protocolVersion: VERSION, clientId: 'bench-load', clean: true, keepalive: 0 } as const;
  peer.once('connect', () => write(hello as Packet));
};

const messagesOf = (from: SiteLoad, what: 'seed' | 'retained' | 'sweeps', sweeps: number): LoadMessage[] => {
  if (what === 'seed') return from.seed();
  if (what === 'retained') return from.retainedOfAll();
  return Array.from({ length: sweeps }, () => from.sweep()).flat();
};

const prepare = (from: SiteLoad, what: 'seed' | 'retained' | 'sweeps', sweeps: number): void => {
  const messages = messagesOf(from, what, sweeps);
  const packed = chunksOf(messages, nextPacketId);
  ({ chunks, nextId: nextPacketId } = packed);
  const sum = (pick: (chunk: Chunk) => number): number => chunks.reduce((total, chunk) => total + pick(chunk), 0);
  const prepared = { messages: messages.length, events: sum(({ events }) => events), bytes: sum(({ bytes }) => bytes.length), totals: from.totals() };
  tell({ type: 'prepared', prepared });
};

const drained = (to: Socket): Promise<void> => new Promise((resolve) => to.once('drain', resolve));

const acknowledged = async (below: number): Promise<void> => {
  while (unacknowledged > below) await new Promise<void>((resolve) => (onAcknowledged = resolve));
};

/** The broker has taken all that was written before: it answers in order. */
const answered = (): Promise<void> =>
  new Promise((resolve) => {
    onAnswered = resolve;
    write({ cmd: 'pingreq' });
  });

const go = async (to: Socket, isClient: boolean): Promise<void> => {
  for (const { bytes, events } of chunks) {
    if (!isClient) await acknowledged(IN_FLIGHT_EVENTS);
    unacknowledged += events;
    if (!to.write(bytes)) await drained(to);
  }
  chunks = [];
  await acknowledged(0);
  if (isClient) await answered();
  tell({ type: 'done' });
};

let isClient = false;

const obey = (command: BlastCommand): void => {
  switch (command.type) {
    case 'listen':
      load = new SiteLoad(command.load);
      return listen();
    case 'publish-to':
      load = new SiteLoad(command.load);
      isClient = true;
      return publishTo(command.port);
    case 'prepare':
      if (load === undefined) throw new Error('prepare came before listen or publish-to');
      return prepare(load, command.what, command.sweeps);
    case 'go':
      if (socket === undefined) throw new Error('go came before anybody was connected');
      return void go(socket, isClient);
    default:
      command satisfies never;
  }
};

process.on('message', (command) => obey(command as BlastCommand)).on('disconnect', () => process.exit(0));
