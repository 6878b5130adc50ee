/** Stable id of a configured hub within one profile, e.g. `hub-1`. Never shown without the name. */
export type HubId = string;

export type HubState = 'connecting' | 'connected' | 'waiting' | 'stopped';

/** What a hub refused or why it can't be reached; the words on screen follow from the code. */
export type HubProblem =
  | 'name_not_found'
  | 'tcp_refused'
  | 'tcp_timeout'
  | 'proxy_unreachable'
  | 'proxy_login'
  | 'proxy_refused'
  | 'tls_untrusted'
  | 'tls_expired'
  | 'tls_client_refused'
  | 'tls_other'
  | 'bad_login'
  | 'not_authorised'
  | 'protocol_refused'
  | 'keepalive_lost'
  | 'closed_by_hub'
  | 'taken_over'
  | 'other';

export interface HubRecord {
  readonly id: HubId;
  readonly name: string;
  /** Without user and password. */
  readonly url: string;
  readonly state: HubState;
  readonly sinceTs: number;
  /** 5, or 4 for MQTT 3.1.1 spoken because 5 was refused. */
  readonly protocol?: 4 | 5;
  readonly problem?: { readonly code: HubProblem; readonly text: string };
  readonly nextTryTs?: number;
  /** Topic patterns that the hub refused, each with the broker's reason code. */
  readonly refused: readonly { readonly topic: string; readonly code: number }[];
  /** The hub refused writes: this console may only look. */
  readonly readOnly: boolean;
}
