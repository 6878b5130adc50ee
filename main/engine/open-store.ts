import { decodeBody } from '../../fleet/decode.ts';
import { join } from 'node:path';
import type { NoticeEvent } from '../../fleet/events.ts';
import type { NoticeRecord } from '../../fleet/model/notice.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { putAside } from './store/corruption.ts';
import { DATABASE_FILE, openDatabase, type OpenedDatabase, type OpenOptions, type WritableDatabase } from './store/database.ts';
import { storeFailure } from './store/failure.ts';
import { nativeBindingPath } from './store/native-binding.ts';
import { createReader, type Reader } from './store/reader.ts';
import { createRetention, type Retention } from './store/retention.ts';
import { createStatusSlots, type StatusSlots } from './store/status-slots.ts';
import { createWriter, type Writer } from './store/writer.ts';

export type StoredPicture = ReturnType<Reader['readFleet']> & { readonly spoolSizes: ReturnType<Reader['spoolSizes']> };

export interface Store {
  readonly db: WritableDatabase;
  readonly reader: Reader;
  readonly writer: Writer;
  readonly retention: Retention;
  readonly statusSlots: StatusSlots;
  readonly picture: StoredPicture;
  /** What the operator must know of this start. */
  readonly notices: readonly NoticeEvent[];
}

const REBUILT = 'rebuilt';
/** The notice of a rebuilt database stands this long. */
const REBUILT_SHOWN_MS = 86_400_000;

interface ReadStore {
  readonly opened: OpenedDatabase;
  readonly reader: Reader;
  readonly picture: StoredPicture;
}

/** Documents are stored as they came: they pass the same checks again, and what no longer does is left to the hubs. */
const decodedFleet = (reader: Reader): ReturnType<Reader['readFleet']> => {
  const fleet = reader.readFleet();
  const documents = fleet.documents.flatMap((document) => {
    const decoded = decodeBody(document.kind, document.body);
    return decoded.ok ? [{ ...document, body: decoded.body }] : [];
  });
  return { ...fleet, documents };
};

/** Damage may show only when everything is read; then the file is put aside after all. */
const openAndRead = (options: OpenOptions): ReadStore => {
  const opened = openDatabase(options);
  try {
    const reader = createReader(opened.db);
    return { opened, reader, picture: { ...decodedFleet(reader), spoolSizes: reader.spoolSizes() } };
  } catch (error) {
    if (storeFailure(error) !== 'damaged' || opened.memoryOnly !== undefined) throw error;
    opened.db.close();
    const aside = putAside(join(options.dataDir, DATABASE_FILE), options.nowTs);
    const fresh = openDatabase(options);
    const reader = createReader(fresh.db);
    return { opened: { ...fresh, rebuilt: { reason: 'damaged', aside } }, reader, picture: { ...decodedFleet(reader), spoolSizes: [] } };
  }
};

/** Opens the profile's database and reads the last known picture. */
export const openStore = (dataDir: string, clock: Clock, log: Log): Store => {
  const at = clock.at();
  const { opened, reader, picture } = openAndRead({ dataDir, nativeBinding: nativeBindingPath(), nowTs: at.wallTs });
  const { db, rebuilt, memoryOnly } = opened;
  if (rebuilt !== undefined) {
    log.error('database put aside', rebuilt);
    const value = JSON.stringify({ ts: at.wallTs, ...rebuilt });
    db.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)').run(REBUILT, value);
  }
  const notices: NoticeRecord[] = [];
  const told = JSON.parse(reader.meta(REBUILT) ?? 'null') as { ts: number; aside: string; reason: string } | null;
  if (told !== null && at.wallTs - told.ts < REBUILT_SHOWN_MS) {
    notices.push({ id: 'database_rebuilt', kind: 'database_rebuilt', ts: told.ts, values: { file: told.aside, reason: told.reason } });
  }
  if (memoryOnly !== undefined) {
    log.error('database in memory only', { failure: memoryOnly });
    const kind = memoryOnly === 'disk_full' ? 'disk_full' : 'database_unusable';
    notices.push({ id: 'store_open', kind, ts: at.wallTs, values: { memoryOnly: 1 } });
  }
  return {
    db,
    reader,
    picture,
    writer: createWriter(db),
    retention: createRetention(db),
    statusSlots: createStatusSlots(db),
    notices: notices.map((notice) => ({ type: 'notice', at, notice })),
  };
};
