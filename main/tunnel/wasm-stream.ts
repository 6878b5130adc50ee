import { Duplex } from 'node:stream';
import type { TunnelStream } from './engine.ts';
import type { WasmConn } from './wasm-client.ts';

const BUFFER_BYTES = 262_144;

/** A connection of the wasm client as a Node stream; reads are pulled, writes wait for the client. */
export class WasmStream extends Duplex implements TunnelStream {
  readonly #conn: WasmConn;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #reading = false;
  bytesRead = 0;
  bytesWritten = 0;

  constructor(conn: WasmConn) {
    super({ allowHalfOpen: true, readableHighWaterMark: BUFFER_BYTES, writableHighWaterMark: BUFFER_BYTES });
    this.#conn = conn;
  }

  override _read(): void {
    if (this.#reading) return;
    this.#reading = true;
    // A tick later more has arrived: one crossing into the client then carries it all.
    setImmediate(() => {
      if (this.destroyed) return;
      this.#conn.readInto(this.#buffer).then(
        (bytes) => this.#took(bytes),
        (error: Error) => this.destroy(error),
      );
    });
  }

  #took(bytes: number): void {
    this.#reading = false;
    if (this.destroyed) return;
    this.bytesRead += bytes;
    this.push(bytes === 0 ? null : Buffer.from(this.#buffer.subarray(0, bytes)));
  }

  override _write(chunk: Buffer, _encoding: string, settled: (error?: Error) => void): void {
    this.#conn.write(chunk).then(
      () => {
        this.bytesWritten += chunk.length;
        settled();
      },
      (error: Error) => settled(error),
    );
  }

  override _final(settled: (error?: Error) => void): void {
    this.#conn.closeWrite().then(() => settled(), settled);
  }

  override _destroy(error: Error | null, settled: (error?: Error | null) => void): void {
    this.#conn.close();
    settled(error);
  }

  /* What http's agent calls of a socket. Time-outs are the watchdog's business. */
  setTimeout(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}
