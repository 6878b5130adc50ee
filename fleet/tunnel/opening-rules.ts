import { canonicalHost } from './allow-list.ts';
import type { FailureSide, OpeningFailure } from './opening.ts';
import type { TailnetState } from './tailnet.ts';

/** Why a connection through the tunnel did not come about, as both clients say it (tunnel/PROTOCOL.md). */
export const DIAL_CODES = ['ENOTRUNNING', 'ENOPEER', 'ETIMEDOUT', 'EREFUSED', 'EDIAL'] as const;
export type DialCode = (typeof DIAL_CODES)[number];

/** A node of the tailnet as the client lists it; names have no final dot. */
export interface TailnetPeer {
  readonly name: string;
  readonly addresses: readonly string[];
  /** Null: the control server does not say. */
  readonly online: boolean | null;
  /** Epoch ms; 0 is unknown. */
  readonly lastSeenMs: number;
}

/** Who has to do something about it. */
export const sideOfFailure = (code: OpeningFailure): FailureSide => {
  switch (code) {
    case 'client_building':
    case 'client_unavailable':
    case 'too_many_open':
    case 'proxy_failed':
      return 'computer';
    case 'not_signed_in':
    case 'needs_approval':
    case 'key_refused':
    case 'key_expired':
    case 'control_unreachable':
    case 'site_not_in_tailnet':
      return 'tailnet';
    case 'relay_gone':
      return 'relay';
    case 'site_offline':
    case 'site_does_not_answer':
    case 'port_closed':
    case 'certificate_changed':
    case 'certificate_invalid':
    case 'no_console':
      return 'site';
  }
};

/** What the tailnet's state means for an opening: go on, wait at a step, or fail. */
export type Gate =
  | { readonly go: true }
  | { readonly go: false; readonly step: 'sign_in' | 'join'; readonly failure?: OpeningFailure };

const fail = (step: 'sign_in' | 'join', failure: OpeningFailure): Gate => ({ go: false, step, failure });

/** A relay that is away stops nothing by itself: there may be a direct path, and it may be back before the time is up. */
export const gateOf = (state: TailnetState): Gate => {
  switch (state) {
    case 'joined':
    case 'relay_gone':
      return { go: true };
    case 'starting':
    case 'restarting':
      return { go: false, step: 'join' };
    case 'off':
    case 'needs_login':
      return fail('sign_in', 'not_signed_in');
    case 'key_refused':
      return fail('sign_in', 'key_refused');
    case 'key_expired':
      return fail('sign_in', 'key_expired');
    case 'needs_approval':
      return fail('join', 'needs_approval');
    case 'control_unreachable':
      return fail('join', 'control_unreachable');
    case 'building':
      return fail('sign_in', 'client_building');
    case 'unavailable':
      return fail('sign_in', 'client_unavailable');
  }
};

/** The peer that a console's host names: an address, the full name, or its first label. */
export const findPeer = (peers: readonly TailnetPeer[], host: string): TailnetPeer | undefined => {
  const wanted = canonicalHost(host);
  return (
    peers.find(({ addresses }) => addresses.some((address) => address.toLowerCase() === wanted)) ??
    peers.find(({ name }) => canonicalHost(name) === wanted) ??
    peers.find(({ name }) => canonicalHost(name).split('.')[0] === wanted)
  );
};

export interface DialSurroundings {
  readonly tailnet: TailnetState;
  readonly peer: TailnetPeer | undefined;
}

/** What an operator is told of a connection that did not come about. A silent site that is known to be away is offline. */
export const failureOfDial = (code: DialCode, { tailnet, peer }: DialSurroundings): OpeningFailure => {
  switch (code) {
    case 'ENOTRUNNING': {
      const gate = gateOf(tailnet);
      return gate.go ? 'site_does_not_answer' : (gate.failure ?? 'control_unreachable');
    }
    case 'ENOPEER':
      return 'site_not_in_tailnet';
    case 'EREFUSED':
      return 'port_closed';
    case 'ETIMEDOUT':
    case 'EDIAL':
      if (tailnet === 'relay_gone') return 'relay_gone';
      return peer?.online === false ? 'site_offline' : 'site_does_not_answer';
  }
};

/** Failures that pass by themselves are tried again without a click; the others wait for a person. */
export const isRetried = (code: OpeningFailure): boolean => {
  switch (code) {
    case 'certificate_changed':
    case 'certificate_invalid':
    case 'no_console':
    case 'too_many_open':
      return false;
    default:
      return true;
  }
};
