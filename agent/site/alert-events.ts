import type { AgentMemory } from './agent-store.ts';
import { alertKey, emptyAlertMemory } from './alert-step.ts';
import type { AlertChange, AlertMemory } from './alert-step.ts';
import { alertText } from './alert-text.ts';
import { ownTime } from './identity.ts';
import type { EventBody } from './identity.ts';

/** `event/alert` of one change, without its envelope. */
export const alertBody = ({ op, alert }: AlertChange): EventBody<'event/alert'> => {
  const occurredTs = ownTime(alert.occurredTs);
  return {
    id: alert.id,
    rev: alert.rev,
    op,
    kind: alert.kind,
    severity: alert.severity,
    object: alert.object,
    ...(alert.nvr === undefined ? {} : { nvr: alert.nvr }),
    ...(occurredTs === undefined ? {} : { occurred_ts: occurredTs }),
    text: alertText(alert),
    values: { ...alert.values },
    ...(alert.prev === undefined ? {} : { prev: alert.prev }),
  };
};

/** Open alerts outlive a restart of the agent; their waits start anew. */
export const restoreAlerts = (stored: AgentMemory | undefined): AlertMemory => ({
  ...emptyAlertMemory(),
  open: new Map(stored?.openAlerts.map((alert) => [alertKey(alert.kind, alert.object), alert])),
  last: new Map(stored?.lastAlertIds),
});
