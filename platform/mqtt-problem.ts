import type { HubProblem } from '../fleet/model/hub.ts';

/** Why a link failed: a code that the screens put in words, and the library's own text for Diagnostics. */
export interface LinkProblem {
  readonly code: HubProblem;
  readonly text: string;
}

const BY_ERROR_CODE: Readonly<Record<string, HubProblem>> = {
  ENOTFOUND: 'name_not_found',
  EAI_AGAIN: 'name_not_found',
  EAI_NODATA: 'name_not_found',
  ECONNREFUSED: 'tcp_refused',
  ETIMEDOUT: 'tcp_timeout',
  EHOSTUNREACH: 'tcp_timeout',
  ENETUNREACH: 'tcp_timeout',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls_untrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls_untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls_untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls_untrusted',
  CERT_SIGNATURE_FAILURE: 'tls_untrusted',
  CERT_UNTRUSTED: 'tls_untrusted',
  CERT_REVOKED: 'tls_untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_untrusted',
  CERT_HAS_EXPIRED: 'tls_expired',
  CERT_NOT_YET_VALID: 'tls_expired',
};

/** Reason codes of CONNACK and DISCONNECT; below 128 they are those of MQTT 3.1.1. */
const BY_REASON: Readonly<Record<number, HubProblem>> = {
  1: 'protocol_refused',
  132: 'protocol_refused',
  4: 'bad_login',
  134: 'bad_login',
  140: 'bad_login',
  5: 'not_authorised',
  135: 'not_authorised',
  138: 'not_authorised',
  141: 'keepalive_lost',
  142: 'taken_over',
};

/** Alerts by which a TLS server says that it does not like our certificate, or the lack of one. */
const CLIENT_CERTIFICATE_ALERT = /alert (?:certificate|bad certificate|unknown ca|unsupported certificate|access denied)|ALERT_(?:CERTIFICATE|BAD_CERTIFICATE|UNKNOWN_CA|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED)/i;

const bySystemCode = (code: string, text: string): HubProblem | undefined => {
  const known = BY_ERROR_CODE[code];
  if (known) return known;
  if (CLIENT_CERTIFICATE_ALERT.test(`${code} ${text}`)) return 'tls_client_refused';
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code === 'EPROTO' || /certificate/i.test(text)) return 'tls_other';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'closed_by_hub';
  return undefined;
};

/** Maps an error of mqtt.js, of a socket or of TLS, or the reason of a DISCONNECT. */
export const findProblem = (cause: unknown): LinkProblem => {
  if (typeof cause !== 'object' || cause === null) return { code: 'other', text: String(cause) };
  if ('disconnectCode' in cause) {
    const reason = Number(cause.disconnectCode);
    return { code: BY_REASON[reason] ?? 'closed_by_hub', text: `disconnected by the hub, reason ${reason}` };
  }
  const text = cause instanceof Error ? cause.message : 'unknown';
  const code = 'code' in cause ? cause.code : undefined;
  if (typeof code === 'number') return { code: BY_REASON[code] ?? 'other', text };
  if (cause instanceof AggregateError && cause.errors.length > 0) return findProblem(cause.errors[0]);
  if (typeof code === 'string') return { code: bySystemCode(code, text) ?? 'other', text };
  if (text === 'Keepalive timeout') return { code: 'keepalive_lost', text };
  if (text === 'connack timeout') return { code: 'tcp_timeout', text };
  return { code: 'other', text };
};
