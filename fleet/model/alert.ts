import type { SiteId } from '../ids.ts';
import type { Severity } from './status.ts';

/** `SITE/ID`, or `local/ID` for alerts of this console only (contract §5). */
export type AlertKey = string;

/** Who raised it: the site's agent, every console by a shared rule, or this console for itself. */
export type AlertSource = 'agent' | 'console' | 'local';

/** Values for the sentence that the console writes in the operator's language. */
export type AlertValues = Readonly<Record<string, string | number | boolean>>;

/** What people did with it: the fold of the desk document `_desk/alert/S/ID` (contract §6). */
export interface AlertHandling {
  readonly owner?: { readonly by: string; readonly console: string; readonly ts: number };
  readonly acked: boolean;
  readonly snoozedUntilTs?: number;
  /** Hidden from queue and status until a revision above this one. */
  readonly resolvedRev?: number;
  readonly notes: number;
}

export interface AlertRecord {
  readonly key: AlertKey;
  readonly id: string;
  readonly site?: SiteId;
  readonly source: AlertSource;
  readonly kind: string;
  readonly severity: Severity;
  /** `site`, `nvr:ID`, `camera:NVR/CAM`, `disk:PATH`, `hub:NAME` (contract §5). */
  readonly object: string;
  readonly nvr?: string;
  readonly rev: number;
  readonly state: 'open' | 'closed';
  /** Shown time: the site's own, or the receive time where its clock can't be believed. */
  readonly occurredTs: number;
  readonly receivedTs: number;
  readonly closedTs?: number;
  /** English text of the agent; only for kinds this console does not know. */
  readonly text?: string;
  readonly values: AlertValues;
  readonly prev?: string;
  /** No sound: history, backlog, maintenance, or folded under `parent`. */
  readonly quiet: boolean;
  /** The alert that explains this one, e.g. the site's `site_offline`. */
  readonly parent?: AlertKey;
  readonly handling?: AlertHandling;
}
