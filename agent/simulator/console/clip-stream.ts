import { CLIP_BASE64, CLIP_FRAGMENT_MS, CLIP_TIMESCALE } from './clip.ts';

/** The clip as Media Source Extensions want it: how it begins, then fragments whose time goes on for ever. */
export interface ClipStream {
  readonly start: Buffer;
  /** The fragment that follows; call it once per `fragmentMs`. */
  readonly next: () => Buffer;
  readonly fragmentMs: number;
}

interface Box {
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

/** Size and type of a box of ISO/IEC 14496-12 §4.2. */
const BOX_HEADER_BYTES = 8;
/** Version and flags of a full box. */
const FULL_BOX_BYTES = 4;

const boxesOf = (bytes: Buffer, from: number, to: number): Box[] => {
  const boxes: Box[] = [];
  for (let at = from; at + BOX_HEADER_BYTES <= to; ) {
    const size = bytes.readUInt32BE(at);
    boxes.push({ type: bytes.toString('latin1', at + 4, at + BOX_HEADER_BYTES), from: at, to: at + size });
    at += size;
  }
  return boxes;
};

const inner = (bytes: Buffer, box: Box, type: string): Box => {
  const found = boxesOf(bytes, box.from + BOX_HEADER_BYTES, box.to).find((one) => one.type === type);
  if (!found) throw new Error(`the clip has no ${type}`);
  return found;
};

/** A copy that plays at another time: the decode time of its first picture (§8.8.12). */
const movedTo = (fragment: Buffer, time: bigint): Buffer => {
  const copy = Buffer.from(fragment);
  const [moof] = boxesOf(copy, 0, copy.length);
  if (moof?.type !== 'moof') throw new Error('the clip has a fragment without moof');
  const tfdt = inner(copy, inner(copy, moof, 'traf'), 'tfdt');
  const at = tfdt.from + BOX_HEADER_BYTES + FULL_BOX_BYTES;
  if (copy.readUInt8(tfdt.from + BOX_HEADER_BYTES) === 1) copy.writeBigUInt64BE(time, at);
  else copy.writeUInt32BE(Number(time & 0xffff_ffffn), at);
  return copy;
};

const clip = Buffer.from(CLIP_BASE64, 'base64');
const boxes = boxesOf(clip, 0, clip.length);
const starts = boxes.filter(({ type }) => type === 'moof').map(({ from }) => from);
const fragments = starts.map((from, index) => clip.subarray(from, starts[index + 1] ?? clip.length));

/** The clip over and over, from its beginning. */
export const openClip = (): ClipStream => {
  let count = 0n;
  return {
    start: clip.subarray(0, starts[0]),
    fragmentMs: CLIP_FRAGMENT_MS,
    next: () => {
      const time = (count * BigInt(CLIP_TIMESCALE) * BigInt(CLIP_FRAGMENT_MS)) / 1_000n;
      const fragment = fragments[Number(count % BigInt(fragments.length))];
      count += 1n;
      if (!fragment) throw new Error('the clip has no fragment');
      return movedTo(fragment, time);
    },
  };
};
