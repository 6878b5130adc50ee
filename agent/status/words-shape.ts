import type { VectorState } from '../site/embeddings/embedding-source.ts';
import type { AgentAlertKind } from '../site/rules/rule.ts';

/*
 * What every language has words for. `{name}` stands for a value.
 */

export type NvrWord = 'up' | 'stale' | 'down' | 'safe_mode' | 'unknown';

/** Why a Frigate that speaks by MQTT cannot be asked: it lets nobody in, is another one, or gives no answer. */
export type HttpTrouble = 'frigateLogin' | 'frigateCertificate' | 'frigateSilent';

export interface Words {
  readonly alert: Readonly<Record<AgentAlertKind, string>>;
  /** What an installer who stands before the router can do about it. */
  readonly advice: Readonly<Record<AgentAlertKind | 'broker' | 'hub' | 'disk' | 'certificate' | 'vectors' | HttpTrouble, string>>;
  readonly problem: Readonly<Record<'clock' | 'broker' | 'hub' | 'disk' | 'certificateEnded' | 'certificateEnds' | 'vectors' | HttpTrouble, string>>;
  readonly state: Readonly<Record<'good' | 'warning' | 'critical', string>>;
  readonly severity: Readonly<Record<'info' | 'warning' | 'critical', string>>;
  readonly nvr: Readonly<Record<NvrWord, string>>;
  /** How the picture vectors of a recorder are. */
  readonly vector: Readonly<Record<VectorState, string>>;
  readonly camera: Readonly<Record<'online' | 'offline' | 'disabled' | 'unknown', string>>;
  readonly line: Readonly<
    Record<'connected' | 'notConnected' | 'notKnown' | 'ownBroker' | 'hub' | 'cameras' | 'camerasUnmeasured' | 'camera' | 'waiting' | 'vectors' | 'lost' | 'notWorking' | 'agent' | 'code', string>
  >;
  /** New starts of the broker that the agent asks for. */
  readonly restart: Readonly<
    Record<'line' | 'ready' | 'missing' | 'asked' | 'whySilent' | 'whyStuck' | 'happened' | 'happenedAdvice' | 'missingAdvice', string>
  >;
  readonly title: Readonly<Record<'connections' | 'nvrs' | 'cameras' | 'code', string>>;
}
