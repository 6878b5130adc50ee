import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { readTextIfExists, writeFileAtomically } from '../../platform/atomic-file.ts';

/*
 * What people did here and no hub has yet. Lives beside the database, which may be rebuilt at any time, and is the only
 * place where an action can be lost: an action is told as done only after it reached the disk (architecture, "The one way").
 *
 * JSON lines, appended: `{"k":7,"topic":…,"document":…}` is an action, `{"shared":[7]}` says that a hub confirmed it. A power
 * cut tears the last line at most; it is cut off at the next start.
 */

/** One action: the desk document as this console changed it, or for an alert only the new operation in a document of its own. */
export interface DeskAction {
  readonly topic: string;
  readonly document: unknown;
}

/** An action on disk, with the number by which it is told as shared. */
export interface LoggedAction extends DeskAction {
  readonly k: number;
}

export type AppendOutcome =
  | { readonly ok: true; readonly action: LoggedAction }
  /** So much waits for a hub that no more is taken; said before anything is done. */
  | { readonly ok: false; readonly code: 'full'; readonly limit: number }
  | { readonly ok: false; readonly code: 'disk'; readonly text: string };

export interface DeskLogLimits {
  readonly maxActions: number;
  /** The file is rewritten with what still waits once it is larger. */
  readonly compactBytes: number;
}

export const DESK_LOG_LIMITS: DeskLogLimits = { maxActions: 5_000, compactBytes: 4 * 1_048_576 };

export interface DeskLog {
  /** Actions that no hub confirmed, oldest first. */
  unshared(): readonly LoggedAction[];
  /** Lines that could not be read at the start, the torn last one included. */
  readonly unreadable: number;
  /** Resolves once the action is on disk. */
  append(action: DeskAction): Promise<AppendOutcome>;
  /** A hub has them. A failure of the disk only means that they are shared again after the next start, which changes nothing. */
  shared(ks: readonly number[]): Promise<void>;
  close(): Promise<void>;
}

type Line = LoggedAction | { readonly shared: readonly number[] };

const readLine = (text: string): Line | undefined => {
  try {
    const line = JSON.parse(text) as Partial<LoggedAction & { shared: readonly number[] }> | null;
    if (Array.isArray(line?.shared)) return { shared: line.shared };
    if (typeof line?.k !== 'number' || typeof line.topic !== 'string' || typeof line.document !== 'object') return undefined;
    return { k: line.k, topic: line.topic, document: line.document };
  } catch {
    return undefined;
  }
};

interface Content {
  readonly waiting: Map<number, LoggedAction>;
  readonly nextK: number;
  readonly unreadable: number;
}

const readContent = (text: string): Content => {
  const waiting = new Map<number, LoggedAction>();
  let [nextK, unreadable] = [1, 0];
  for (const part of text.split('\n')) {
    if (part === '') continue;
    const line = readLine(part);
    if (line === undefined) unreadable += 1;
    else if ('shared' in line) for (const k of line.shared) waiting.delete(k);
    else {
      waiting.set(line.k, line);
      nextK = Math.max(nextK, line.k + 1);
    }
  }
  return { waiting, nextK, unreadable };
};

const asLine = (line: Line): string => `${JSON.stringify(line)}\n`;

/**
 * Lines are written at a position of ours and not in append mode, so that what a full disk left of a line is overwritten
 * by the next one.
 */
class FileDeskLog implements DeskLog {
  readonly unreadable: number;
  readonly #path: string;
  readonly #limits: DeskLogLimits;
  readonly #waiting: Map<number, LoggedAction>;
  #nextK: number;
  #file: FileHandle | undefined;
  #bytes: number;
  #closed = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(filePath: string, limits: DeskLogLimits, content: Content, bytes: number) {
    this.#path = filePath;
    this.#limits = limits;
    this.#waiting = content.waiting;
    this.#nextK = content.nextK;
    this.unreadable = content.unreadable;
    this.#bytes = bytes;
  }

  unshared(): readonly LoggedAction[] {
    return [...this.#waiting.values()];
  }

  append(action: DeskAction): Promise<AppendOutcome> {
    return this.#inTurn(async () => {
      const { maxActions } = this.#limits;
      if (this.#waiting.size >= maxActions) return { ok: false, code: 'full', limit: maxActions };
      const logged: LoggedAction = { k: this.#nextK, topic: action.topic, document: action.document };
      try {
        await this.#write(asLine(logged));
      } catch (error) {
        return { ok: false, code: 'disk', text: (error as Error).message };
      }
      this.#nextK += 1;
      this.#waiting.set(logged.k, logged);
      return { ok: true, action: logged };
    });
  }

  shared(ks: readonly number[]): Promise<void> {
    return this.#inTurn(async () => {
      const known = ks.filter((k) => this.#waiting.delete(k));
      if (known.length === 0) return;
      try {
        if (this.#bytes > this.#limits.compactBytes) await this.#compact();
        else await this.#write(asLine({ shared: known }));
      } catch {
        // Shared once more after the next start: the merge of what a hub already has changes nothing.
      }
    });
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      this.#closed = true;
      await this.#file?.close();
    });
  }

  async #write(line: string): Promise<void> {
    if (this.#closed) throw new Error('the log is closed');
    const bytes = Buffer.from(line);
    this.#file ??= await open(this.#path, 'r+');
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#bytes + done);
      done += bytesWritten;
    }
    await this.#file.datasync();
    this.#bytes += bytes.length;
  }

  /** The file is opened anew by the next write: until then no handle points at the one that was replaced. */
  async #compact(): Promise<void> {
    this.#bytes = rewrite(this.#path, this.#waiting.values());
    const replaced = this.#file;
    this.#file = undefined;
    await replaced?.close();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** Answers the bytes written. */
const rewrite = (filePath: string, actions: Iterable<LoggedAction>): number => {
  const text = [...actions].map(asLine).join('');
  writeFileAtomically(filePath, text);
  return Buffer.byteLength(text);
};

/** Opens the file in `folder`, drops what hubs have and what can't be read, and keeps the rest. Throws where the disk refuses. */
export const openDeskLog = (folder: string, limits: DeskLogLimits = DESK_LOG_LIMITS): DeskLog => {
  const filePath = path.join(folder, 'desk-actions.jsonl');
  const content = readContent(readTextIfExists(filePath) ?? '');
  return new FileDeskLog(filePath, limits, content, rewrite(filePath, content.waiting.values()));
};

/** Where the file can't be opened the desk still looks on; each action is answered by why it can't be kept. */
export const refusingDeskLog = (text: string): DeskLog => ({
  unreadable: 0,
  unshared: () => [],
  append: () => Promise.resolve({ ok: false, code: 'disk', text }),
  shared: () => Promise.resolve(),
  close: () => Promise.resolve(),
});
