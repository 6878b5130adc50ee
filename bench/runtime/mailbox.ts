import type { HostReport } from './host-protocol.ts';

interface Waiter {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Reports of one subject by type, kept until somebody asks. Who waits when the subject ends is told so. */
export class Mailbox {
  readonly exited: Promise<number>;
  #onExit: (code: number) => void = () => undefined;
  #code: number | undefined;
  readonly #kept = new Map<string, unknown[]>();
  readonly #waiting = new Map<string, Waiter[]>();

  readonly #lastWords: () => string;

  constructor(lastWords: () => string) {
    this.#lastWords = lastWords;
    this.exited = new Promise((resolve) => (this.#onExit = resolve));
  }

  put(report: HostReport): void {
    if (report.type === 'exit') return this.#end(report.code);
    if (report.type !== 'message') return this.#deliver(report.type, report);
    this.#deliver(`message:${String((report.message as { type?: unknown }).type)}`, report.message);
  }

  next(type: string): Promise<unknown> {
    const kept = this.#kept.get(type)?.shift();
    if (kept !== undefined) return Promise.resolve(kept);
    if (this.#code !== undefined) return Promise.reject(this.#ended());
    return new Promise((resolve, reject) => {
      this.#waiting.set(type, [...(this.#waiting.get(type) ?? []), { resolve, reject }]);
    });
  }

  #deliver(type: string, value: unknown): void {
    const waiter = this.#waiting.get(type)?.shift();
    if (waiter !== undefined) return waiter.resolve(value);
    this.#kept.set(type, [...(this.#kept.get(type) ?? []), value]);
  }

  #end(code: number): void {
    if (this.#code !== undefined) return;
    this.#code = code;
    for (const waiters of this.#waiting.values()) for (const { reject } of waiters) reject(this.#ended());
    this.#onExit(code);
  }

  #ended(): Error {
    return new Error(`the process under measurement ended with ${this.#code}: ${this.#lastWords()}`);
  }
}
