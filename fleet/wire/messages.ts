import type { ConsoleId, SiteId } from '../ids.ts';
import type { AgentWill, StateAgent } from './state-agent.ts';
import type { CommandAck } from './command-ack.ts';
import type { CommandRequest } from './command-request.ts';
import type { DeskAlert } from './desk-alert.ts';
import type { DeskHandover } from './desk-handover.ts';
import type { DeskOperator } from './desk-operator.ts';
import type { DeskRollout } from './desk-rollout.ts';
import type { DeskRule } from './desk-rule.ts';
import type { DeskSite } from './desk-site.ts';
import type { DeskWindow } from './desk-window.ts';
import type { EventAlert } from './event-alert.ts';
import type { EventEmbedding } from './event-embedding.ts';
import type { EventRecognition } from './event-recognition.ts';
import type { EventReview } from './event-review.ts';
import type { EventRollup } from './event-rollup.ts';
import type { GitHint } from './git-hint.ts';
import type { HubSummary } from './hub-summary.ts';
import type { StateAlerts } from './state-alerts.ts';
import type { StateCameras } from './state-cameras.ts';
import type { StateCert } from './state-cert.ts';
import type { StateHealth } from './state-health.ts';
import type { StateInventory } from './state-inventory.ts';
import type { StateReconcile } from './state-reconcile.ts';
import type { StateSite } from './state-site.ts';
import type { TopicKind } from './catalogue.ts';

/** Kinds whose payload is JSON; the bridge state is the broker's own text. */
export type BodyKind = Exclude<TopicKind, 'bridge/state'>;

/** The body of each kind. */
export interface Bodies {
  'state/agent': StateAgent;
  'state/site': StateSite;
  'state/health': StateHealth;
  'state/cameras': StateCameras;
  'state/inventory': StateInventory;
  'state/cert': StateCert;
  'state/reconcile': StateReconcile;
  'state/alerts': StateAlerts;
  'event/alert': EventAlert;
  'event/review': EventReview;
  'event/recognition': EventRecognition;
  'event/embedding': EventEmbedding;
  'event/rollup': EventRollup;
  'cmd/ack': CommandAck;
  'cmd/req': CommandRequest;
  'hint/git': GitHint;
  'desk/alert': DeskAlert;
  'desk/site': DeskSite;
  'desk/window': DeskWindow;
  'desk/rule': DeskRule;
  'desk/rollout': DeskRollout;
  'desk/handover': DeskHandover;
  'desk/operator': DeskOperator;
  'hub/summary': HubSummary;
}

type SiteBodyKind = Exclude<BodyKind, 'desk/alert' | NamedKind | 'desk/operator' | 'hub/summary'>;
type NamedKind = 'desk/window' | 'desk/rule' | 'desk/rollout' | 'desk/handover';

type SiteMessage = { readonly [K in SiteBodyKind]: { readonly kind: K; readonly site: SiteId; readonly body: Bodies[K] } }[SiteBodyKind];
type NamedMessage = { readonly [K in NamedKind]: { readonly kind: K; readonly id: string; readonly body: Bodies[K] } }[NamedKind];

/** A message that decoded: typed, bounded, clean. Nothing behind `decode` knows the wire. */
export type Message =
  | SiteMessage
  | NamedMessage
  | { readonly kind: 'desk/alert'; readonly site: SiteId; readonly id: string; readonly body: DeskAlert }
  | { readonly kind: 'desk/operator'; readonly console: ConsoleId; readonly body: DeskOperator }
  | { readonly kind: 'hub/summary'; readonly body: HubSummary }
  /** The agent's last will: `state/agent` without `seq` and `ts` (contract §3). */
  | { readonly kind: 'will'; readonly site: SiteId; readonly body: AgentWill }
  /** An empty payload on a retained topic: unknown, reason `retained_cleared`; it never deletes a site (contract §7). */
  | { readonly kind: 'cleared'; readonly of: TopicKind; readonly site?: SiteId; readonly id?: string; readonly console?: ConsoleId }
  /** Undefined: the broker said neither `1` nor `0`; no evidence. */
  | { readonly kind: 'bridge/state'; readonly site: SiteId; readonly up: boolean | undefined };
