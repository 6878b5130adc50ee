import type { TunnelStream } from './engine.ts';

/** The connections of one opened console: how many bytes they carried, when one was last heard, and which of them hang. */
export interface Traffic {
  readonly add: (stream: TunnelStream) => void;
  readonly totals: () => { readonly receivedBytes: number; readonly sentBytes: number };
  /** Monotonic ms at which bytes were last seen to have come; looked at when asked, so ask at least once a second. */
  readonly heardMs: () => number;
  /** Destroys what has brought nothing since then. */
  readonly endSilentSince: (sinceMs: number) => number;
  readonly endAll: () => void;
}

interface Counted {
  readonly stream: TunnelStream;
  seenBytes: number;
  heardMs: number;
}

export const createTraffic = (monoMs: () => number): Traffic => {
  const open = new Set<Counted>();
  let [receivedBytes, sentBytes, lastHeardMs] = [0, 0, 0];
  const look = (one: Counted): void => {
    if (one.stream.bytesRead === one.seenBytes) return;
    one.seenBytes = one.stream.bytesRead;
    one.heardMs = lastHeardMs = monoMs();
  };
  return {
    add: (stream) => {
      const one: Counted = { stream, seenBytes: stream.bytesRead, heardMs: monoMs() };
      open.add(one);
      stream.once('close', () => {
        look(one);
        open.delete(one);
        receivedBytes += stream.bytesRead;
        sentBytes += stream.bytesWritten;
      });
    },
    totals: () => {
      let [received, sent] = [receivedBytes, sentBytes];
      for (const { stream } of open) {
        received += stream.bytesRead;
        sent += stream.bytesWritten;
      }
      return { receivedBytes: received, sentBytes: sent };
    },
    heardMs: () => {
      for (const one of open) look(one);
      return lastHeardMs;
    },
    endSilentSince: (sinceMs) => {
      let ended = 0;
      for (const one of open) {
        look(one);
        if (one.heardMs > sinceMs) continue;
        one.stream.destroy();
        ended += 1;
      }
      return ended;
    },
    endAll: () => {
      for (const { stream } of open) stream.destroy();
    },
  };
};
