import type { EngineDiagnostics, HubDiagnostics } from '../../fleet/engine-diagnostics.ts';
import type { HubId } from '../../fleet/model/hub.ts';
import type { Clock } from '../../platform/clock.ts';
import type { HubFigures } from './hub-figures.ts';
import type { HubSource } from './hub-source.ts';
import type { Inbox } from './inbox.ts';
import type { Reader } from './store/reader.ts';

export interface DiagnoseParts {
  readonly clock: Clock;
  readonly hubs: ReadonlyMap<HubId, HubSource>;
  readonly inbox: Inbox;
  readonly reader: Reader;
  readonly figures: HubFigures;
}

/** The operator waits for the slowest hub, but not longer. Real ms. */
const PING_PATIENCE_MS = 2_000;

const diagnoseHub = async (hub: HubSource, messagesPerS: number, { figures, hubs, clock }: DiagnoseParts): Promise<HubDiagnostics> => {
  const { id, received, health, healthAnswer } = hub;
  const connected = [...hubs.values()].filter(({ record }) => record.state === 'connected').map((one) => one.id);
  const latencyMs = await hub.ping(PING_PATIENCE_MS);
  const [clockOffset, certificate] = [figures.clockOffset(id), hub.certificate()];
  return {
    ...{ id, received, messagesPerS, health, healthAnswer },
    ...(latencyMs !== undefined && { latencyMs }),
    ...(clockOffset && { clock: clockOffset }),
    ...(certificate && { certificate }),
    ...(connected.length > 1 && connected.includes(id) && { behind: figures.behind(id, connected, clock.monoMs()) }),
  };
};

/** Asked by an operator: pings every hub and counts rows. */
export const diagnose = async (parts: DiagnoseParts, rates: ReadonlyMap<HubId, number>): Promise<EngineDiagnostics> => {
  const { bytes, rows, sqlite } = parts.reader.figures();
  const hubs = await Promise.all([...parts.hubs.values()].map((hub) => diagnoseHub(hub, rates.get(hub.id) ?? 0, parts)));
  return { hubs, inboxDepth: parts.inbox.depth, database: { bytes, rows }, versions: { node: process.versions.node, sqlite } };
};
