import type { HubProblem } from './hub.ts';

/** What "Test connection" looks at, in this order; the first failure ends the test (a refused right does not). */
export const HUB_TEST_STEPS = ['address', 'proxy', 'name', 'tcp', 'tls', 'login', 'subscribe', 'write'] as const;
export type HubTestStep = (typeof HUB_TEST_STEPS)[number];

/** `unknown`: the hub speaks MQTT 3.1.1, which has no answer to a refused write. */
export type HubTestResult = 'ok' | 'failed' | 'unknown';

export interface HubTestLine {
  readonly step: HubTestStep;
  readonly result: HubTestResult;
  /** Which side refused: the hub's certificate is not liked here, or ours not there. TLS only. */
  readonly side?: 'hub' | 'console';
  readonly problem?: HubProblem;
  /** The topic pattern of a subscription or write. */
  readonly topic?: string;
  /** The broker's reason code of a refused right. */
  readonly code?: number;
  /** Address found, protocol spoken, the library's text: for Diagnostics, never a secret. */
  readonly detail?: string;
}

/** What to try, in words on screen. */
export type HubTestAdvice =
  | 'write_address'
  | 'check_name'
  | 'try_wss'
  | 'port_443_answers'
  | 'try_proxy'
  | 'check_proxy'
  | 'check_proxy_login'
  | 'ask_proxy'
  | 'check_port'
  | 'give_ca'
  | 'renew_hub_certificate'
  | 'give_client_certificate'
  | 'tls_port'
  | 'check_login'
  | 'ask_protocol'
  | 'ask_read_rights'
  | 'ask_write_rights'
  | 'try_later';

export interface HubTest {
  readonly ok: boolean;
  readonly protocol?: 4 | 5;
  readonly lines: readonly HubTestLine[];
  readonly advice: readonly HubTestAdvice[];
}
