import { allowedTargets } from '../../fleet/tunnel/allow-list.ts';
import { failureOfDial, findPeer, gateOf, isRetried, type TailnetPeer } from '../../fleet/tunnel/opening-rules.ts';
import type { OpeningFailure, SiteConsole } from '../../fleet/tunnel/opening.ts';
import type { ConsoleFailed, TunnelControl, TunnelNotice } from '../../fleet/tunnel/process.ts';
import type { TailnetStatus, TunnelPath } from '../../fleet/tunnel/tailnet.ts';
import { afterPing, FRESH_WATCH, nextPingMs, PING_TIMEOUT_MS, type PingResult, type Watch } from '../../fleet/tunnel/watchdog.ts';
import type { Dialled, TunnelEngine } from './engine.ts';
import { probe, type Probe } from './probe.ts';
import { startProxy, type SiteProxy } from './proxy/proxy.ts';
import type { SiteDial } from './proxy/site-agent.ts';
import { createTraffic, type Traffic } from './traffic.ts';

/** What a console needs of the tailnet; each is read anew whenever it matters. */
export interface ConsoleParts {
  readonly status: () => TailnetStatus;
  readonly peers: () => readonly TailnetPeer[];
  readonly engine: () => TunnelEngine | undefined;
  readonly tell: (notice: TunnelNotice) => void;
}

type Wish = Extract<TunnelControl, { readonly type: 'open' }>;
type Fault = Omit<ConsoleFailed, 'type' | 'key'>;

const DIAL_TIMEOUT_MS = 8_000;
/** A site that the control server says is away gets a chance, but not the operator's whole patience. */
const OFFLINE_TIMEOUT_MS = 3_000;
const JOIN_TIMEOUT_MS = 20_000;
/** The list of peers may follow a moment after the tailnet was joined. */
const PEER_TIMEOUT_MS = 3_000;
const RETRY_AFTER_MS = 5_000;
const FIGURES_EVERY_MS = 1_000;

/** One opened console: its steps, its proxy, its watchdog, its figures. It tries by itself whatever can pass by itself. */
export class SiteConsoleSession {
  readonly #wish: Wish;
  readonly #parts: ConsoleParts;
  readonly #traffic: Traffic;
  #proxy: SiteProxy | undefined;
  #closed = false;
  #wake: () => void = () => undefined;
  #watch: Watch = FRESH_WATCH;
  #latencyMs: number | undefined;
  #path: TunnelPath = { kind: 'unknown' };
  #told = '';
  #surroundings = '';
  #figures: NodeJS.Timeout | undefined;

  constructor(wish: Wish, parts: ConsoleParts) {
    this.#wish = wish;
    this.#parts = parts;
    this.#traffic = createTraffic(() => performance.now());
  }

  /** Settles when it is closed, or a person has to decide. */
  async run(): Promise<void> {
    const { key } = this.#wish;
    let told: string | undefined;
    while (!this.#closed) {
      const fault = await this.#attempt(told === undefined);
      if (this.#closed) return;
      if (fault === undefined) {
        if (this.#proxy !== undefined) this.#parts.tell({ type: 'console-ready', key, proxy: this.#proxy.access });
        return this.#keepWatch();
      }
      const now = JSON.stringify(fault);
      if (now !== told) this.#parts.tell({ type: 'console-failed', key, ...fault });
      told = now;
      if (!isRetried(fault.code)) return;
      await this.#sleep(RETRY_AFTER_MS);
    }
  }

  /**
   * The tailnet changed, or the computer woke up. Only what matters to this site leads to a ping or an attempt at once: in a
   * large tailnet some peer changes at every moment.
   */
  nudge(because: 'tailnet' | 'clock'): void {
    const peer = findPeer(this.#parts.peers(), this.#wish.console.host);
    const now = JSON.stringify([this.#parts.status().state, peer?.online, peer?.addresses]);
    const matters = because === 'clock' || now !== this.#surroundings;
    this.#surroundings = now;
    if (matters) this.#wake();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#figures);
    this.#wake();
    this.#traffic.endAll();
    await this.#proxy?.close();
  }

  /** The steps up to an answer of the site; undefined is success. Later attempts are silent until they succeed or fail anew. */
  async #attempt(aloud: boolean): Promise<Fault | undefined> {
    const { key } = this.#wish;
    const step = (name: 'sign_in' | 'join' | 'find_site' | 'connect'): void => {
      if (aloud) this.#parts.tell({ type: 'step', key, step: name });
    };
    step('sign_in');
    const kept = await this.#join(() => step('join'));
    if (kept !== undefined) return { code: kept, ...this.#why() };
    step('find_site');
    const { host } = this.#wish.console;
    const peer = await this.#until(PEER_TIMEOUT_MS, () => findPeer(this.#parts.peers(), host));
    if (peer === undefined) return { code: 'site_not_in_tailnet', detail: host };
    step('connect');
    if (this.#proxy === undefined && !(await this.#startProxy())) return { code: 'proxy_failed' };
    return this.#judge(await this.#probe(peer.online === false ? OFFLINE_TIMEOUT_MS : DIAL_TIMEOUT_MS), peer);
  }

  async #join(onJoin: () => void): Promise<OpeningFailure | undefined> {
    let isJoining = false;
    const found = await this.#until(JOIN_TIMEOUT_MS, () => {
      const gate = gateOf(this.#parts.status().state);
      if ((gate.go || gate.step === 'join') && !isJoining) {
        isJoining = true;
        onJoin();
      }
      return gate.go || gate.failure !== undefined ? { failure: gate.go ? undefined : gate.failure } : undefined;
    });
    return found === undefined ? 'control_unreachable' : found.failure;
  }

  #why(): { readonly detail?: string } {
    const { why } = this.#parts.status();
    return why === undefined ? {} : { detail: why };
  }

  #judge(found: Probe, peer: TailnetPeer | undefined): Fault | undefined {
    if (found.ok) {
      this.#latencyMs = found.latencyMs;
      return undefined;
    }
    if (found.code === 'changed' || found.code === 'invalid') {
      const { shown, pinned, text } = found;
      const code = found.code === 'changed' ? 'certificate_changed' : 'certificate_invalid';
      return { code, detail: text, certificate: { shown, ...(pinned === undefined ? {} : { pinned }) } };
    }
    const code = failureOfDial(found.code, { tailnet: this.#parts.status().state, peer });
    const since = code === 'site_offline' && peer !== undefined && peer.lastSeenMs > 0 ? { offlineSinceTs: peer.lastSeenMs } : {};
    return { code, detail: found.text, ...since };
  }

  #probe(timeoutMs: number): Promise<Probe> {
    return probe((host, port, ms) => this.#dial(host, port, ms), this.#wish.console, timeoutMs);
  }

  #dial(host: string, port: number, timeoutMs: number): Promise<Dialled> {
    const engine = this.#parts.engine();
    return engine === undefined
      ? Promise.resolve({ ok: false, code: 'ENOTRUNNING', text: 'no client runs' })
      : engine.dial(host, port, timeoutMs);
  }

  async #startProxy(): Promise<boolean> {
    const consoles: readonly SiteConsole[] = [this.#wish.console, ...this.#wish.also];
    const dial: SiteDial = async (host, port) => {
      const dialled = await this.#dial(host, port, DIAL_TIMEOUT_MS);
      if (dialled.ok) {
        this.#traffic.add(dialled.stream);
        return dialled;
      }
      const peer = findPeer(this.#parts.peers(), host);
      return { ok: false, code: failureOfDial(dialled.code, { tailnet: this.#parts.status().state, peer }) };
    };
    try {
      this.#proxy = await startProxy({ allowed: allowedTargets(consoles), dial });
    } catch {
      return false;
    }
    if (this.#closed) await this.#proxy.close();
    return true;
  }

  async #keepWatch(): Promise<void> {
    this.#figures = setInterval(() => this.#tellFigures(), FIGURES_EVERY_MS);
    while (!this.#closed) {
      this.#path = (await this.#parts.engine()?.path(this.#wish.console.host)) ?? { kind: 'unknown' };
      this.#tellFigures();
      const waitMs = nextPingMs(this.#watch);
      if (waitMs > 0) await this.#sleep(waitMs);
      if (this.#closed) return;
      await this.#ping();
    }
  }

  async #ping(): Promise<void> {
    const startMs = performance.now();
    const found = await this.#probe(PING_TIMEOUT_MS);
    if (this.#closed) return;
    if (found.ok) this.#latencyMs = found.latencyMs;
    const { watch, end } = afterPing(this.#watch, this.#resultOf(found, startMs));
    this.#watch = watch;
    // Without a relay nothing answers, yet connections outlive it: they go on once it is back.
    const isRelayGone = this.#parts.status().state === 'relay_gone';
    if (end && watch.silentSinceMs !== undefined && !isRelayGone) this.#traffic.endSilentSince(watch.silentSinceMs);
    this.#tellFigures();
  }

  #resultOf(found: Probe, startMs: number): PingResult {
    if (found.ok) return { type: 'answered' };
    if (found.code === 'ETIMEDOUT' || found.code === 'EDIAL') return { type: 'silent', startMs, heardMs: this.#traffic.heardMs() };
    return { type: 'refused', startMs };
  }

  #tellFigures(): void {
    const figures = {
      path: this.#path,
      ...(this.#latencyMs === undefined ? {} : { latencyMs: this.#latencyMs }),
      ...this.#traffic.totals(),
      refused: this.#proxy?.refused() ?? 0,
      answers: this.#watch.answers,
    };
    // Also keeps the traffic's own memory of when it was heard fresh.
    this.#traffic.heardMs();
    const now = JSON.stringify(figures);
    if (now === this.#told || this.#closed) return;
    this.#told = now;
    this.#parts.tell({ type: 'console-figures', key: this.#wish.key, ...figures });
  }

  /** Until the time is over or it is nudged. */
  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake(), ms);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = () => undefined;
        resolve();
      };
      if (this.#closed) this.#wake();
    });
  }

  /** What `look` finds, as soon as a change brings it; undefined after the time. */
  async #until<T>(limitMs: number, look: () => T | undefined): Promise<T | undefined> {
    const endMs = performance.now() + limitMs;
    for (;;) {
      const found = look();
      const leftMs = endMs - performance.now();
      if (found !== undefined || leftMs <= 0 || this.#closed) return found;
      await this.#sleep(leftMs);
    }
  }
}
