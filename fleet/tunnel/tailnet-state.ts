import type { TailnetState, TailnetWarning, TunnelClient } from './tailnet.ts';

/** States as the client itself names them. */
export const BACKEND_STATES = [
  ...(['NoState', 'NeedsLogin', 'NeedsMachineAuth', 'Stopped', 'Starting', 'Running', 'InUseOtherUser'] as const),
];
export type BackendState = (typeof BACKEND_STATES)[number];

/** All that the one mapping of states looks at. */
export interface TailnetFacts {
  /** `none`: no client was asked for yet, or it was signed out of; `missing`: there is none to start. */
  readonly engine: 'none' | 'missing' | 'starting' | 'up' | 'restarting';
  readonly client?: TunnelClient;
  readonly backend: BackendState;
  /** The control server refused the auth key; stays until the next client is started. */
  readonly keyRefused: boolean;
  readonly hasAuthKey: boolean;
  /** The control server wants its sign-in page visited. */
  readonly signInPage: boolean;
  /** This node was in the tailnet before: in this life, or its stored state says so. */
  readonly wasJoined: boolean;
  /** Our own check, made whenever the client is not `Running`. */
  readonly control: 'unknown' | 'reachable' | 'unreachable';
  /** Seen by the host on the relay's own connection; native clients do not show it. */
  readonly relay: 'unknown' | 'up' | 'down';
  readonly warnings: readonly TailnetWarning[];
}

export const NO_RELAY = 'no-derp-connection';

/** No way through the relay. The client's own word comes 9–14 s late, the host's at once. */
export const isRelayGone = ({ relay, warnings }: Pick<TailnetFacts, 'relay' | 'warnings'>): boolean =>
  relay === 'down' || (relay === 'unknown' && warnings.some(({ code }) => code === NO_RELAY));

/** The one mapping from what client, host and own checks say to what an operator is told (design "tunnel", §6). */
export const tailnetStateOf = (facts: TailnetFacts): TailnetState => {
  switch (facts.engine) {
    case 'none':
      return facts.keyRefused ? 'key_refused' : 'off';
    case 'missing':
      return 'unavailable';
    case 'starting':
      return 'starting';
    case 'restarting':
      return 'restarting';
    case 'up':
      return facts.keyRefused ? 'key_refused' : stateOfRunningClient(facts);
  }
};

const stateOfRunningClient = (facts: TailnetFacts): TailnetState => {
  switch (facts.backend) {
    case 'Running':
      return isRelayGone(facts) ? 'relay_gone' : 'joined';
    case 'NeedsMachineAuth':
      return 'needs_approval';
    case 'NeedsLogin':
      return meaningOfNeedsLogin(facts);
    case 'NoState':
    case 'Starting':
      if (facts.control === 'unreachable') return 'control_unreachable';
      // A stored node that the server does not take any more stays here, and only its health says so.
      return facts.control === 'reachable' && isLoggedOut(facts) ? meaningOfNeedsLogin(facts) : 'starting';
    case 'Stopped':
      return 'off';
    case 'InUseOtherUser':
      return 'unavailable';
  }
};

const isLoggedOut = ({ warnings }: TailnetFacts): boolean => warnings.some(({ code }) => code === 'login-state');

/** `NeedsLogin` means four things: control server away, node key at its end, key on its way, or nobody signed in. */
const meaningOfNeedsLogin = ({ control, signInPage, wasJoined, hasAuthKey }: TailnetFacts): TailnetState => {
  if (signInPage) return wasJoined ? 'key_expired' : 'needs_login';
  if (control === 'unreachable') return 'control_unreachable';
  if (wasJoined) return 'key_expired';
  if (hasAuthKey || control === 'unknown') return 'starting';
  return 'needs_login';
};
