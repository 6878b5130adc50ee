import type { AlertRecord, AlertValues } from '../model/alert.ts';
import type { Severity } from '../model/status.ts';
import { sameValue } from '../same-value.ts';
import type { Draft } from './draft.ts';

/* Alerts about this console and its hubs as a whole: this console only, no desk document (contract §5). */

const withFleetAlert = (draft: Draft, kind: string, severity: Severity, object: string, values: AlertValues | undefined): void => {
  const key = `local/${kind}`;
  const known = draft.locals[key];
  const { wallTs } = draft.at;
  if (values === undefined) {
    if (known?.state !== 'open') return;
    draft.locals = { ...draft.locals, [key]: { ...known, state: 'closed', closedTs: wallTs } };
    return;
  }
  if (known?.state === 'open') {
    if (!sameValue(known.values, values)) draft.locals = { ...draft.locals, [key]: { ...known, values, rev: known.rev + 1 } };
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

export const judgeFleetAlerts = (draft: Draft): void => {
  withFleetAlert(draft, 'hub', 'critical', 'hub:all', hubValues(draft));
  const skewMs = draft.skewedAlikeMs;
  withFleetAlert(draft, 'this_computer', 'warning', 'site', skewMs === undefined ? undefined : { cause: 'clock', skew_ms: -skewMs });
};
