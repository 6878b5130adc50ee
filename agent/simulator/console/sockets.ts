import type { WebSocket } from 'ws';
import { CLIP_CODECS } from './clip.ts';
import { openClip } from './clip-stream.ts';

/* SIMULATION: the two WebSockets of Frigate's page: its own topics, and video in the manner of go2rtc. */

const CLOCK_EVERY_MS = 1_000;
/** A viewer that is further behind misses fragments: a live picture is never queued. */
const MOST_QUEUED_BYTES = 1_048_576;

/** Says the time each second and sends back what it is told. */
export const serveTopics = (socket: WebSocket): void => {
  const tell = (topic: string, payload: string): void => socket.send(JSON.stringify({ topic, payload }));
  const timer = setInterval(() => tell('clock', new Date().toISOString()), CLOCK_EVERY_MS);
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  socket.on('close', () => clearInterval(timer));
};

/** After `{type: 'mse'}` it names the codecs, then sends the clip's start and a fragment at a time, for ever. */
export const serveVideo = (socket: WebSocket): void => {
  let timer: NodeJS.Timeout | undefined;
  socket.once('message', () => {
    const clip = openClip();
    socket.send(JSON.stringify({ type: 'mse', value: `video/mp4; codecs="${CLIP_CODECS}"` }));
    socket.send(clip.start);
    // One ahead, so that a late fragment does not stop the picture.
    socket.send(clip.next());
    const sendNext = (): void => {
      const fragment = clip.next();
      if (socket.bufferedAmount < MOST_QUEUED_BYTES) socket.send(fragment);
    };
    sendNext();
    timer = setInterval(sendNext, clip.fragmentMs);
  });
  socket.on('close', () => clearInterval(timer));
};
