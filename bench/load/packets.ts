import type { LoadMessage } from './site-load.ts';

/* MQTT 5 packets as bytes, encoded before the clock runs. */

const PUBLISH = 0x30;
const RETAIN = 0x01;
const MAX_PACKET_ID = 65_535;

const remainingLength = (length: number): number[] => {
  const bytes: number[] = [];
  let rest = length;
  do {
    const more = rest > 127;
    bytes.push((rest % 128) | (more ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return bytes;
};

/** One PUBLISH without properties. */
export const publishPacket = ({ topic, payload, qos, retain }: LoadMessage, packetId: number): Buffer => {
  const name = Buffer.from(topic);
  const body = Buffer.from(payload);
  const id = qos === 0 ? [] : [packetId >> 8, packetId & 0xff];
  const header = [PUBLISH | (qos << 1) | (retain ? RETAIN : 0), ...remainingLength(2 + name.length + id.length + 1 + body.length)];
  return Buffer.concat([Buffer.from([...header, name.length >> 8, name.length & 0xff]), name, Buffer.from([...id, 0]), body]);
};

/** A stretch of packets that is written at once. */
export interface Chunk {
  readonly bytes: Buffer;
  /** QoS 1 packets in it: each will be acknowledged. */
  readonly events: number;
}

/** Small enough that the window of unacknowledged events bounds what is under way. */
const MESSAGES_PER_CHUNK = 50;

/** Packs messages into chunks; packet ids go on from `firstId`. */
export const chunksOf = (messages: readonly LoadMessage[], firstId: number): { readonly chunks: readonly Chunk[]; readonly nextId: number } => {
  const chunks: Chunk[] = [];
  let id = firstId;
  for (let at = 0; at < messages.length; at += MESSAGES_PER_CHUNK) {
    const part = messages.slice(at, at + MESSAGES_PER_CHUNK);
    const packets = part.map((message) => {
      const packet = publishPacket(message, id);
      if (message.qos === 1) id = id === MAX_PACKET_ID ? 1 : id + 1;
      return packet;
    });
    chunks.push({ bytes: Buffer.concat(packets), events: part.filter(({ qos }) => qos === 1).length });
  }
  return { chunks, nextId: id };
};
