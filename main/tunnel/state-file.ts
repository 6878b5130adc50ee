import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import type { TailnetWarning } from '../../fleet/tunnel/tailnet.ts';
import { writeFileAtomically } from '../../platform/atomic-file.ts';
import type { NodeState } from './engine.ts';

/*
 * The node's private keys at rest: `BLTS1`, a nonce of 12 bytes, AES-256-GCM of a JSON object {id: hex}, its tag of 16 bytes.
 * The key is in the keychain of the operating system; the file alone tells and proves nothing.
 */

const MAGIC = Buffer.from('BLTS1');
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const MAX_FILE_BYTES = 1_048_576;
/** The client sets several values in a row. */
const WRITE_AFTER_MS = 100;
const RETRY_AFTER_MS = 30_000;

export interface StateFile extends NodeState {
  /** The file told of a node that was in the tailnet before. */
  readonly restored: boolean;
  /** What an operator should know of the file, at most two things. */
  readonly warnings: () => readonly TailnetWarning[];
  /** Writes what is due now. */
  readonly flush: () => void;
  /** Forgets the node, here and in the file. */
  readonly erase: () => void;
}

const UNREADABLE: TailnetWarning = {
  code: 'state-unreadable',
  title: 'The node is new',
  text: 'The stored node could not be read: its file is damaged or was written with another key. This computer joins anew.',
};

const notWritten = (code: string): TailnetWarning => ({
  code: 'state-not-written',
  title: 'The node is not stored',
  text: `The node's state could not be written (${code}). It works, but after a restart this computer may have to sign in anew.`,
});

/** Without a place nothing is written; `onWarning` is called whenever `warnings` changes. */
export const openStateFile = (
  place: { readonly file: string; readonly stateKey: string } | undefined,
  onWarning: () => void,
): StateFile => {
  const key = place && Buffer.from(place.stateKey, 'hex');
  if (key && key.length !== KEY_BYTES) throw new Error(`the state key has ${key.length} bytes instead of ${KEY_BYTES}`);
  const read = place && key ? readValues(place.file, key) : new Map<string, string>();
  const values = read === 'unreadable' ? new Map<string, string>() : read;
  let failure: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  const schedule = (ms: number): void => {
    if (place === undefined) return;
    clearTimeout(timer);
    timer = setTimeout(write, ms);
  };
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (place === undefined || key === undefined) return;
    const before = failure;
    try {
      writeFileAtomically(place.file, sealed(values, key));
      failure = undefined;
    } catch (error) {
      failure = (error as NodeJS.ErrnoException).code ?? 'EIO';
      schedule(RETRY_AFTER_MS);
    }
    if (failure !== before) onWarning();
  };
  return {
    restored: values.size > 0,
    get: (id) => values.get(id) ?? '',
    set: (id, hex) => {
      if (values.get(id) === hex) return;
      values.set(id, hex);
      schedule(WRITE_AFTER_MS);
    },
    all: () => Object.fromEntries(values),
    warnings: () => [...(read === 'unreadable' ? [UNREADABLE] : []), ...(failure === undefined ? [] : [notWritten(failure)])],
    flush: () => {
      if (timer !== undefined) write();
      clearTimeout(timer);
    },
    erase: () => {
      values.clear();
      clearTimeout(timer);
      timer = undefined;
      if (place !== undefined) rmSync(place.file, { force: true });
    },
  };
};

const sealed = (values: ReadonlyMap<string, string>, key: Buffer): Buffer => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(MAGIC);
  const body = [cipher.update(JSON.stringify(Object.fromEntries(values)), 'utf8'), cipher.final()];
  return Buffer.concat([MAGIC, nonce, ...body, cipher.getAuthTag()]);
};

const readValues = (file: string, key: Buffer): Map<string, string> | 'unreadable' => {
  try {
    const bytes = readBounded(file);
    if (bytes === undefined) return new Map();
    const start = MAGIC.length + NONCE_BYTES;
    if (bytes.length < start + TAG_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return 'unreadable';
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(MAGIC.length, start), { authTagLength: TAG_BYTES });
    decipher.setAAD(MAGIC).setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(start, -TAG_BYTES)), decipher.final()]).toString('utf8');
    const entries = Object.entries(JSON.parse(text) as Record<string, unknown>);
    return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return 'unreadable';
  }
};

/** Undefined where there is no file. */
const readBounded = (file: string): Buffer | undefined => {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { size } = fstatSync(handle);
    if (size > MAX_FILE_BYTES) throw new Error('the file is too long');
    const bytes = Buffer.alloc(size);
    return bytes.subarray(0, readSync(handle, bytes, 0, size, 0));
  } finally {
    closeSync(handle);
  }
};
