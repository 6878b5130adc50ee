import type { SiteId } from '../../fleet/ids.ts';
import { sideOfFailure } from '../../fleet/tunnel/opening-rules.ts';
import type { ConsoleKey, OpenConsole, OpeningFailure, OpeningStep, SiteConsole } from '../../fleet/tunnel/opening.ts';
import type { TunnelNotice } from '../../fleet/tunnel/process.ts';

/*
 * What the window is told of one opened console: folded from what the tunnel process and the page say. Pure; times are
 * arguments, epoch ms of this computer.
 */

type Failure = NonNullable<OpenConsole['failure']>;

export const keyOf = (site: SiteId, console: string): ConsoleKey => `${site}/${console}`;

/** Asked for; nothing has begun. A retry starts here too, and keeps nothing of the try before. */
export const startOpening = (site: SiteId, console: SiteConsole, siteName?: string): OpenConsole => ({
  key: keyOf(site, console.id),
  site,
  ...(siteName === undefined ? {} : { siteName }),
  console,
  phase: 'opening',
  steps: [],
  transfer: { receivedBytes: 0, sentBytes: 0 },
  refused: 0,
  page: { canGoBack: false, canGoForward: false, state: 'loading' },
  ownWindow: false,
});

/** The step under way ends, the next begins; a step that is named again goes on. */
export const atStep = (state: OpenConsole, step: OpeningStep, nowTs: number): OpenConsole => {
  if (state.steps.at(-1)?.step === step && state.steps.at(-1)?.endTs === undefined) return state;
  const { failure: _, ...rest } = state;
  return { ...rest, phase: 'opening', steps: [...ended(state, nowTs), { step, startTs: nowTs }] };
};

/** The page answered through the tunnel: nothing less is "open". */
export const opened = (state: OpenConsole, nowTs: number): OpenConsole => {
  const { failure: _, ...rest } = state;
  return { ...rest, phase: 'open', steps: ended(state, nowTs) };
};

export const failed = (
  state: OpenConsole,
  code: OpeningFailure,
  nowTs: number,
  more: Pick<Failure, 'detail' | 'certificate' | 'offlineSinceTs' | 'nextTryTs'> = {},
): OpenConsole => ({ ...state, phase: 'failed', failure: { code, side: sideOfFailure(code), ts: nowTs, ...more } });

/** Figures of the proxy. A site that stops answering is stalled, and open again as soon as it answers. */
export const withFigures = (
  state: OpenConsole,
  { path, latencyMs, receivedBytes, sentBytes, refused, answers }: Extract<TunnelNotice, { type: 'console-figures' }>,
): OpenConsole => {
  const { latencyMs: _, ...rest } = state;
  const phase = state.phase === 'open' && !answers ? 'stalled' : state.phase === 'stalled' && answers ? 'open' : state.phase;
  return {
    ...rest,
    phase,
    path,
    ...(latencyMs === undefined ? {} : { latencyMs }),
    transfer: { receivedBytes, sentBytes },
    refused,
  };
};

const ended = ({ steps }: OpenConsole, nowTs: number): OpenConsole['steps'] =>
  steps.map((one) => (one.endTs === undefined ? { ...one, endTs: nowTs } : one));
