import type { At } from '../../fleet/events.ts';
import type { NvrId } from '../../fleet/ids.ts';
import type { Log } from '../../platform/log.ts';
import type { AgentStore } from './agent-store.ts';
import type { Report } from './documents.ts';
import type { VectorStatus } from './embeddings/embedding-source.ts';
import type { EmbeddingStore } from './embeddings/embedding-memory.ts';
import type { ReadVectors } from './embeddings/vector-process.ts';
import type { FrigateStore } from './frigate/frigate-memory.ts';
import type { FrigateHttp, HttpFailure } from './frigate/http-answer.ts';
import type { Identity } from './identity.ts';
import type { LocalBroker } from './local-broker.ts';
import type { Outbox } from './outbox.ts';
import type { Probe } from './probes.ts';
import type { AgentSettings } from './settings.ts';

export interface SiteAgentDeps {
  readonly settings: AgentSettings;
  readonly version: string;
  readonly broker: LocalBroker;
  readonly store: AgentStore;
  /** Made once the last `seq` is known. */
  readonly openOutbox: (lastSeq: number) => Outbox;
  readonly probes: readonly Probe[];
  /** HTTP of each NVR; without it only the broker is heard, and nothing is reconciled. */
  readonly frigateHttp?: (nvr: NvrId) => FrigateHttp | undefined;
  readonly frigateStore?: FrigateStore;
  /** What reads picture vectors, and remembers how far. */
  readonly vectors?: { readonly read: ReadVectors; readonly store: EmbeddingStore };
  /** The router's own clock; its wall time may be wrong. */
  readonly now: () => At;
  /** ULID for an alert that opens at this wall time. */
  readonly newId: (wallTs: number) => string;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
}

/** What an agent knows of its site and itself. */
export interface SiteFacts {
  readonly identity?: Identity;
  /** To the site's own broker. */
  readonly connected: boolean;
  readonly report: Report;
  /** mosquitto's word on its bridges: of several it is that of the last one that changed. */
  readonly bridgeWord?: boolean;
  /** Empty where the site did not opt in. */
  readonly vectors: readonly VectorStatus[];
  /** Frigates whose HTTP fails. */
  readonly frigateFailures: ReadonlyMap<NvrId, HttpFailure>;
  /** The hubs have all events up to this one. */
  readonly provenSeq: number;
}
