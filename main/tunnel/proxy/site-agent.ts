import { Agent, type AgentOptions, type ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';
import type { OpeningFailure } from '../../../fleet/tunnel/opening.ts';
import type { TunnelStream } from '../engine.ts';

/** Connects through the tunnel or says why not, in the operator's terms. */
export type SiteDial = (
  host: string,
  port: number,
) => Promise<{ readonly ok: true; readonly stream: TunnelStream } | { readonly ok: false; readonly code: OpeningFailure }>;

export class DialFailed extends Error {
  readonly code: OpeningFailure;
  constructor(code: OpeningFailure) {
    super(code);
    this.code = code;
  }
}

const AGENT: AgentOptions = { maxSockets: 64, maxFreeSockets: 8, scheduling: 'lifo' };

/**
 * A site may let go of a kept connection while the next request is on its way: only what may be sent twice goes by one.
 * Anything else would be lost without a word whether it arrived.
 */
export interface SiteAgents {
  readonly kept: SiteAgent;
  readonly fresh: SiteAgent;
}

/** An agent whose connections lead through the tunnel; there is no other way out of it. */
export class SiteAgent extends Agent {
  readonly #dial: SiteDial;

  constructor(dial: SiteDial, keepAlive: boolean) {
    super({ ...AGENT, keepAlive });
    this.#dial = dial;
  }

  override createConnection(
    { host, port }: ClientRequestArgs,
    made?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null {
    // Node takes no stream where there is an error.
    const failed = (code: OpeningFailure): void => made?.(new DialFailed(code), undefined as unknown as Duplex);
    this.#dial(host ?? '', Number(port)).then(
      (dialled) => {
        if (!dialled.ok) return failed(dialled.code);
        const { stream } = dialled;
        // Streams of the tunnel may be half-closed; of a kept connection whose site has ended it, nothing would come back.
        stream.once('end', () => stream.end());
        return made?.(null, stream);
      },
      () => failed('proxy_failed'),
    );
    return null;
  }
}
