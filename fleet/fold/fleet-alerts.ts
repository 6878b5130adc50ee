import { CLOSED_SHOWN_MS } from '../alert-clock.ts';
import type { AlertRecord, AlertValues } from '../model/alert.ts';
import type { Severity } from '../model/status.ts';
import { sameValue } from '../same-value.ts';
import type { Draft } from './draft.ts';

/* Alerts about this console and its hubs as a whole: this console only, no desk document (contract §5). */

const withFleetAlert = (
  draft: Draft,
  kind: string,
  severity: Severity,
  object: string,
  values: AlertValues | undefined,
): void => {
  const key = `local/${kind}`;
  const known = draft.locals[key];
  const { wallTs } = draft.at;
  if (values === undefined) {
    if (known?.state !== 'open') return;
    draft.locals = { ...draft.locals, [key]: { ...known, state: 'closed', closedTs: wallTs } };
    return;
  }
  if (known?.state === 'open') {
    if (!sameValue(known.values, values))
      draft.locals = { ...draft.locals, [key]: { ...known, values, rev: known.rev + 1 } };
    return;
  }
  const opened: AlertRecord = {
    key,
    id: kind,
    source: 'local',
    kind,
    severity,
    object,
    rev: (known?.rev ?? 0) + 1,
    state: 'open',
    occurredTs: wallTs,
    receivedTs: wallTs,
    values,
    quiet: false,
  };
  draft.locals = { ...draft.locals, [key]: opened };
};

/** Contract §4 "Is it us?": (a) no hub for 95 s, (b) many sites silent at once. One alert for both. */
const hubValues = (draft: Draft): AlertValues | undefined => {
  if (draft.watch.blind) return { cause: 'no_hub' };
  if (draft.outage !== undefined) return { cause: 'sites_silent', sites: draft.outage.members.size };
  return undefined;
};

/** Closed ones leave the screens after an hour, as those of sites do. */
const dropOld = (draft: Draft): void => {
  const isOld = ({ state, closedTs }: AlertRecord): boolean =>
    state === 'closed' && draft.at.wallTs - (closedTs ?? 0) >= CLOSED_SHOWN_MS;
  const left = Object.entries(draft.locals).filter(([, alert]) => !isOld(alert));
  if (left.length < Object.keys(draft.locals).length) draft.locals = Object.fromEntries(left);
};

export const judgeFleetAlerts = (draft: Draft): void => {
  dropOld(draft);
  withFleetAlert(draft, 'hub', 'critical', 'hub:all', hubValues(draft));
  const skewMs = draft.skewedAlikeMs;
  withFleetAlert(
    draft,
    'this_computer',
    'warning',
    'site',
    skewMs === undefined ? undefined : { cause: 'clock', skew_ms: -skewMs },
  );
};
