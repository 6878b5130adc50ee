import { connect, type Socket } from 'node:net';
import { readDialCode, readJson, text } from './client-words.ts';
import type { Dialled } from './engine.ts';

/** Where the client listens for connections, and the token that shows that they are ours. */
export interface NativeDoor {
  /** `unix:PATH` or `tcp:HOST:PORT`. */
  readonly address: string;
  readonly token: string;
}

export interface NativeDialled {
  readonly dialled: Dialled;
  /** The client's number of the stream, to be told of a broken connection. */
  readonly stream?: number;
}

const LONGEST_ANSWER_BYTES = 4_096;
/** The client itself keeps the time of the dial; this much more is its answer given. */
const GRACE_MS = 1_000;

/** One local stream per connection: a line to say where to, a line back, then bytes both ways. */
export const dialNative = (door: NativeDoor, host: string, port: number, timeoutMs: number): Promise<NativeDialled> =>
  new Promise((resolve) => {
    const socket = connect({ ...place(door.address), allowHalfOpen: true });
    const fail = (code: string, words: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ dialled: { ok: false, code: readDialCode(code), text: words } });
    };
    const timer = setTimeout(() => fail('ETIMEDOUT', 'the client did not answer'), timeoutMs + GRACE_MS);
    const onError = (error: Error): void => fail('ENOTRUNNING', error.message);
    const onEnd = (): void => fail('ENOTRUNNING', 'the client closed the connection');
    socket.once('error', onError).once('end', onEnd);
    socket.once('connect', () => socket.write(`${JSON.stringify({ token: door.token, host, port, timeoutMs })}\n`));
    readAnswer(socket, (line) => {
      const answer = readJson(line ?? '');
      if (answer?.['ok'] !== true) return fail(text(answer?.['code']), text(answer?.['message']));
      clearTimeout(timer);
      socket.off('error', onError).off('end', onEnd);
      const stream = answer['stream'];
      return resolve({ dialled: { ok: true, stream: socket }, ...(typeof stream === 'number' ? { stream } : {}) });
    });
  });

const place = (address: string): { path: string } | { host: string; port: number } => {
  const [, kind, rest = ''] = /^(unix|tcp):(.*)$/.exec(address) ?? [];
  if (kind === 'unix') return { path: rest };
  const colon = rest.lastIndexOf(':');
  return { host: rest.slice(0, colon), port: Number(rest.slice(colon + 1)) };
};

/** Reads exactly the first line; what comes behind it belongs to the stream and is put back. */
const readAnswer = (socket: Socket, done: (line: string | undefined) => void): void => {
  let heard = Buffer.alloc(0);
  const onReadable = (): void => {
    for (let chunk = socket.read() as Buffer | null; chunk !== null; chunk = socket.read() as Buffer | null) {
      heard = Buffer.concat([heard, chunk]);
      const at = heard.indexOf(10);
      if (at < 0 && heard.length <= LONGEST_ANSWER_BYTES) continue;
      socket.off('readable', onReadable);
      const rest = heard.subarray(at + 1);
      if (at >= 0 && rest.length > 0) socket.unshift(rest);
      return done(at < 0 ? undefined : heard.subarray(0, at).toString('utf8'));
    }
  };
  socket.on('readable', onReadable);
};
