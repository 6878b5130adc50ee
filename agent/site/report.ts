import { CATALOGUE, STATE_KINDS } from '../../fleet/wire/catalogue.ts';
import type { StateKind } from '../../fleet/wire/catalogue.ts';
import { canonicalJson } from '../../fleet/canonical-json.ts';
import { buildDocument } from './documents.ts';
import type { Report } from './documents.ts';
import type { StateBody } from './identity.ts';
import type { Look } from './rules/rule.ts';

/*
 * When which document is due: on change and at its cadence (contract §2). Pure; all ages on the monotonic clock.
 */

const CAMERAS_GAP_MS = 10_000;

interface Sent {
  readonly monoMs: number;
  /** What a change is judged by; not the whole document where figures move all the time. */
  readonly essence: string | undefined;
  /** What the document was last made of: with the same parts it need not be built again. */
  readonly parts: readonly unknown[];
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

/** A review counts on in `event_seq` without any change of the list. */
const alertsEssence = ({ open, truncated }: StateBody<'state/alerts'>): string => canonicalJson({ open, truncated });

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
    case 'state/alerts':
      return alertsEssence(body as StateBody<'state/alerts'>);
    case 'state/agent':
      return agentEssence(body as StateBody<'state/agent'>);
    default:
      return canonicalJson(body);
  }
};

/** Where the uplink is metered; well within `ttl_s`, which stays the contract's. Changes and health go as ever. */
const LOW_DATA_CADENCE_MS: Partial<Record<StateKind, number>> = {
  'state/cameras': 720_000,
  'state/alerts': 1_800_000,
  'state/reconcile': 1_800_000,
};
const LOW_DATA_CAMERAS_GAP_MS = 60_000;

const isCadenceOver = (kind: StateKind, sent: Sent, { at, settings }: Look): boolean => {
  const cadenceMs = (settings.lowData ? LOW_DATA_CADENCE_MS[kind] : undefined) ?? CATALOGUE[kind].cadenceMs;
  return at.monoMs - sent.monoMs >= (cadenceMs ?? Infinity);
};

const isDue = (kind: StateKind, sent: Sent | undefined, essence: string | undefined, look: Look): boolean => {
  if (sent === undefined || isCadenceOver(kind, sent, look)) return true;
  if (kind === 'state/health') return sent.essence === INCOMPLETE && essence !== INCOMPLETE;
  if (essence === sent.essence) return false;
  const gapMs = look.settings.lowData ? LOW_DATA_CAMERAS_GAP_MS : CAMERAS_GAP_MS;
  return kind !== 'state/cameras' || look.at.monoMs - sent.monoMs >= gapMs;
};

/** The parts of a report that a document rests on, compared by identity; health is built by the minute instead. */
const partsOf = (kind: StateKind, { look, alerts, cameras, agent }: Report): readonly unknown[] => {
  const { observed } = look;
  switch (kind) {
    case 'state/agent':
      return [agent.state, observed.router];
    case 'state/site':
      return [look.settings.description];
    case 'state/health':
      return [look.nvrs.some(({ state }) => state === 'unknown')];
    case 'state/cameras':
      return [observed.nvrs, cameras, look.nvrs.map(({ state }) => state).join()];
    case 'state/inventory':
      return [observed.nvrs, observed.router, observed.broker?.version];
    case 'state/cert':
      return [observed.certificate];
    case 'state/reconcile':
      return [observed.config];
    case 'state/alerts':
      return [alerts.open];
    default:
      kind satisfies never;
      return [];
  }
};

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean => a.every((part, index) => part === b[index]);

/** A document that is due, or what is remembered of one that is not. */
const judge = (kind: StateKind, report: Report, sent: Sent | undefined): { readonly sent?: Sent; readonly due?: DueDocument } => {
  const { monoMs } = report.look.at;
  const parts = partsOf(kind, report);
  if (sent && isSame(parts, sent.parts) && !isCadenceOver(kind, sent, report.look)) return { sent };
  const body = buildDocument(kind, report);
  if (body === undefined) return sent ? { sent } : {};
  const essence = essenceOf(kind, body);
  if (isDue(kind, sent, essence, report.look)) return { sent: { monoMs, essence, parts }, due: { kind, body } };
  // A change that has to wait must be looked at again.
  return sent ? { sent: essence === sent.essence ? { ...sent, parts } : sent } : {};
};

/**
 * The documents that are due now, and the memory once they are sent. A kind that is missing in `memory` is due at once:
 * forgetting one is how it is sent again.
 */
export const dueDocuments = (
  memory: ReportMemory,
  report: Report,
): { readonly memory: ReportMemory; readonly due: readonly DueDocument[] } => {
  const next = new Map<StateKind, Sent>();
  const due: DueDocument[] = [];
  for (const kind of STATE_KINDS) {
    const judged = judge(kind, report, memory.get(kind));
    if (judged.sent) next.set(kind, judged.sent);
    if (judged.due) due.push(judged.due);
  }
  return { memory: next, due };
};
