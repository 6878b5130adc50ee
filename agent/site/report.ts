import { CATALOGUE, STATE_KINDS } from '../../fleet/wire/catalogue.ts';
import type { StateKind } from '../../fleet/wire/catalogue.ts';
import { canonicalJson } from '../../fleet/canonical-json.ts';
import { buildDocument } from './documents.ts';
import type { Report } from './documents.ts';
import type { StateBody } from './identity.ts';

/*
 * When which document is due: on change and at its cadence (contract §2). Pure; all ages on the monotonic clock.
 */

const CAMERAS_GAP_MS = 10_000;

interface Sent {
  readonly monoMs: number;
  /** What a change is judged by; not the whole document where figures move all the time. */
  readonly essence: string;
}

export type ReportMemory = ReadonlyMap<StateKind, Sent>;

export interface DueDocument<K extends StateKind = StateKind> {
  readonly kind: K;
  readonly body: StateBody<K>;
}

/** A camera whose pictures come at less than half of the expected rate is a change; each tenth of a picture is not. */
const camerasEssence = ({ cameras }: StateBody<'state/cameras'>): string =>
  canonicalJson(
    cameras.map(({ fps, ...rest }) => ({ ...rest, slow: fps !== undefined && fps < (rest.expected_fps ?? 0) / 2 })),
  );

/** The OS boot time is a difference of two clocks and trembles; a new boot of the OS is a new boot of the agent anyway. */
const agentEssence = ({ clock, os_boot_ts: _trembles, ...rest }: StateBody<'state/agent'>): string =>
  canonicalJson({ ...rest, clock: { synced: clock?.synced, source: clock?.source } });

/** Health goes by the minute; only the first one that knows every NVR follows at once on one that did not. */
const INCOMPLETE = 'incomplete';

const healthEssence = ({ nvrs }: StateBody<'state/health'>): string | undefined =>
  nvrs?.some(({ state }) => state === 'unknown') ? INCOMPLETE : undefined;

/** `undefined`: not sent on change. */
const essenceOf = (kind: StateKind, body: StateBody): string | undefined => {
  switch (kind) {
    case 'state/health':
      return healthEssence(body as StateBody<'state/health'>);
    case 'state/cameras':
      return camerasEssence(body as StateBody<'state/cameras'>);
    case 'state/agent':
      return agentEssence(body as StateBody<'state/agent'>);
    default:
      return canonicalJson(body);
  }
};

const isDue = (kind: StateKind, sent: Sent | undefined, essence: string | undefined, monoMs: number): boolean => {
  if (sent === undefined) return true;
  const ageMs = monoMs - sent.monoMs;
  if (ageMs >= (CATALOGUE[kind].cadenceMs ?? Infinity)) return true;
  if (kind === 'state/health') return sent.essence === INCOMPLETE && essence !== INCOMPLETE;
  if (essence === sent.essence) return false;
  return kind !== 'state/cameras' || ageMs >= CAMERAS_GAP_MS;
};

/** A health document is not built before it can be due: its figures move all the time. */
const mayBeDue = (kind: StateKind, sent: Sent | undefined, monoMs: number): boolean =>
  kind !== 'state/health' || isDue(kind, sent, undefined, monoMs);

/**
 * The documents that are due now, and the memory once they are sent. A kind that is missing in `memory` is due at once:
 * forgetting one is how it is sent again.
 */
export const dueDocuments = (
  memory: ReportMemory,
  report: Report,
): { readonly memory: ReportMemory; readonly due: readonly DueDocument[] } => {
  const monoMs = report.look.at.monoMs;
  const next = new Map(memory);
  const due: DueDocument[] = [];
  for (const kind of STATE_KINDS) {
    const sent = memory.get(kind);
    if (!mayBeDue(kind, sent, monoMs)) continue;
    const body = buildDocument(kind, report);
    if (body === undefined) continue;
    const essence = essenceOf(kind, body);
    if (!isDue(kind, sent, essence, monoMs)) continue;
    next.set(kind, { monoMs, essence: essence ?? '' });
    due.push({ kind, body });
  }
  return { memory: next, due };
};
