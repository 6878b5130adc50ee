import type { TailnetPeer } from '../../fleet/tunnel/opening-rules.ts';
import type { TunnelConfig } from '../../fleet/tunnel/process.ts';
import type { TailnetStatus } from '../../fleet/tunnel/tailnet.ts';
import { tailnetStateOf, type TailnetFacts } from '../../fleet/tunnel/tailnet-state.ts';
import { backoffMs } from '../../platform/backoff.ts';
import type { Log } from '../../platform/log.ts';
import { createChooser, type EngineChooser } from './choose-engine.ts';
import { createControlCheck, type ControlCheck } from './control-check.ts';
import type { EngineConfig, EngineEvents, TailnetSelf, TunnelEngine } from './engine.ts';
import { openStateFile, type StateFile } from './state-file.ts';

export interface TailnetParts {
  readonly config: TunnelConfig;
  /** After each change of status or peers, at most once a turn of the event loop. */
  readonly onChange: (status: TailnetStatus, browseUrl: string | undefined) => void;
  readonly log: Log;
  readonly forceRelay?: true;
}

/** Tailscale's own, where none is set. */
const DEFAULT_CONTROL_URL = 'https://controlplane.tailscale.com';
const RESTART_PLAN = { baseMs: 1_000, maxMs: 30_000 };
/** A client that lived this long ends a row of restarts. */
const STEADY_MS = 60_000;

const FRESH: Pick<TailnetFacts, 'backend' | 'relay' | 'signInPage' | 'warnings'> = {
  backend: 'NoState',
  relay: 'unknown',
  signInPage: false,
  warnings: [],
};

/** This computer's node in the tailnet, whichever client carries it and however often that is started. */
export class Tailnet {
  readonly #parts: TailnetParts;
  readonly #controlUrl: string;
  readonly #store: StateFile;
  readonly #chooser: EngineChooser;
  readonly #check: ControlCheck;
  #facts: TailnetFacts;
  #why: string | undefined;
  #choiceWhy: string | undefined;
  #self: TailnetSelf | undefined;
  #peers: readonly TailnetPeer[] = [];
  #browseUrl: string | undefined;
  #engine: TunnelEngine | undefined;
  #wantsLogin = false;
  #told: TailnetStatus | undefined;
  #willTell = false;
  /** Counts lives: what an old one still says is not heard. */
  #turn = 0;
  #restarts = 0;
  #startedMs = 0;
  #restart: NodeJS.Timeout | undefined;

  constructor(parts: TailnetParts) {
    const { config } = parts;
    this.#parts = parts;
    this.#controlUrl = config.controlUrl === '' ? DEFAULT_CONTROL_URL : config.controlUrl;
    this.#store = openStateFile(config.state, () => this.#changed());
    this.#chooser = createChooser(config);
    const place = { controlUrl: this.#controlUrl, ...(config.ca === undefined ? {} : { ca: config.ca }) };
    this.#check = createControlCheck(place, (control) => this.#foundControl(control));
    const known = { hasAuthKey: (config.authKey ?? '') !== '', wasJoined: this.#store.restored };
    this.#facts = { ...FRESH, ...known, engine: 'none', keyRefused: false, control: 'unknown' };
  }

  get engine(): TunnelEngine | undefined {
    return this.#engine;
  }

  get peers(): readonly TailnetPeer[] {
    return this.#peers;
  }

  status(): TailnetStatus {
    const state = tailnetStateOf(this.#facts);
    const { client, warnings } = this.#facts;
    return {
      state,
      sinceTs: this.#told?.state === state ? this.#told.sinceTs : Date.now(),
      ...(client === undefined ? {} : { client }),
      ...(this.#why === undefined ? {} : { why: this.#why }),
      ...(this.#self === undefined ? {} : { node: nodeOf(this.#self) }),
      ...(this.#browseUrl === undefined ? {} : { signIn: true as const }),
      ephemeral: this.#parts.config.state === undefined,
      peers: this.#peers.length,
      warnings: [...this.#store.warnings(), ...warnings],
    };
  }

  start(): void {
    void this.#begin();
  }

  /** A refused key is not tried again: the sign-in page is asked for instead. A good one signs in without a page. */
  signIn(): void {
    const { keyRefused, hasAuthKey, wasJoined, engine } = this.#facts;
    this.#wantsLogin = keyRefused || !hasAuthKey;
    if (keyRefused) this.#set({ keyRefused: false, hasAuthKey: false });
    if (engine === 'up' && !keyRefused && !(hasAuthKey && wasJoined)) return this.#login();
    void this.#end().then(() => this.#begin());
  }

  /** The control server and the file forget this node. */
  async signOut(): Promise<void> {
    await this.#engine?.logout();
    await this.#end();
    this.#store.erase();
    this.#self = undefined;
    this.#peers = [];
    this.#set({ ...FRESH, engine: 'none', wasJoined: false });
  }

  async stop(): Promise<void> {
    this.#check.stop();
    await this.#end();
    this.#store.flush();
  }

  async #begin(): Promise<void> {
    const mine = (this.#turn += 1);
    clearTimeout(this.#restart);
    this.#startedMs = performance.now();
    this.#set({ ...FRESH, engine: this.#facts.engine === 'restarting' ? 'restarting' : 'starting' });
    const choice = await this.#chooser.start(this.#engineConfig(), this.#eventsOf(mine));
    if (mine !== this.#turn) return void (choice.ok && choice.engine.stop());
    this.#choiceWhy = choice.why;
    this.#why = choice.why ?? (choice.ok ? undefined : this.#why);
    if (!choice.ok) return choice.missing ? this.#set({ engine: 'missing' }) : this.#again();
    const { client } = choice.engine;
    this.#engine = choice.engine;
    this.#parts.log.info('the client runs', { client, ...(choice.why === undefined ? {} : { why: choice.why }) });
    this.#set({ engine: 'up', client });
    if (this.#wantsLogin && this.#facts.backend === 'NeedsLogin') this.#login();
  }

  #engineConfig(): EngineConfig {
    const { config, forceRelay } = this.#parts;
    const { authKey, ca, hostname } = config;
    return {
      controlUrl: this.#controlUrl,
      hostname,
      ephemeral: config.state === undefined,
      state: this.#store,
      ...(authKey === undefined || !this.#facts.hasAuthKey ? {} : { authKey }),
      ...(ca === undefined ? {} : { ca }),
      ...(forceRelay === undefined ? {} : { forceRelay }),
    };
  }

  #eventsOf(mine: number): EngineEvents {
    const on =
      <A extends unknown[]>(handle: (...values: A) => void) =>
      (...values: A): void => {
        if (mine === this.#turn) handle(...values);
      };
    return {
      onState: on((backend) => {
        if (backend === 'Running') {
          this.#browseUrl = undefined;
          // What was said on the way here is over; why it is this client is not.
          this.#why = this.#choiceWhy;
        }
        this.#set({ backend, ...(backend === 'Running' ? { wasJoined: true, signInPage: false } : {}) });
        if (backend === 'NeedsLogin' && this.#wantsLogin) this.#login();
      }),
      onNetMap: on((self, peers) => {
        this.#self = self;
        this.#peers = peers;
        this.#changed();
      }),
      onHealth: on((warnings) => this.#set({ warnings })),
      onBrowse: on((url) => {
        this.#browseUrl = url;
        this.#set({ signInPage: true });
      }),
      onError: on((code, text) => {
        this.#parts.log.warn('the client reports an error', { code, text });
        this.#why = text;
        if (code === 'EAUTHKEY') this.#refuseKey();
        else this.#changed();
      }),
      onRelay: on((up) => this.#set({ relay: up ? 'up' : 'down' })),
      onExit: on((text) => this.#lost(text)),
    };
  }

  /** A client that lost its control server waits up to half a minute until it looks again; a new one looks at once. */
  #foundControl(control: TailnetFacts['control']): void {
    const isBack = control === 'reachable' && this.#facts.control === 'unreachable';
    this.#set({ control });
    if (isBack && !this.#facts.signInPage) void this.#end().then(() => this.#begin());
  }

  /** It would try for ever, and its state says only that somebody has to sign in. */
  #refuseKey(): void {
    this.#set({ keyRefused: true, engine: 'none' });
    void this.#end();
  }

  #lost(text: string): void {
    const now = performance.now();
    this.#parts.log.warn('the client is gone', { text });
    if (this.#engine !== undefined) this.#chooser.crashed(this.#engine.client, now, text);
    this.#engine = undefined;
    this.#why = text;
    if (now - this.#startedMs > STEADY_MS) this.#restarts = 0;
    this.#turn += 1;
    this.#again();
  }

  #again(): void {
    this.#set({ ...FRESH, engine: 'restarting' });
    const waitMs = backoffMs(RESTART_PLAN, this.#restarts, Math.random());
    this.#restarts += 1;
    this.#restart = setTimeout(() => void this.#begin(), waitMs);
  }

  async #end(): Promise<void> {
    this.#turn += 1;
    clearTimeout(this.#restart);
    const old = this.#engine;
    this.#engine = undefined;
    this.#browseUrl = undefined;
    await old?.stop();
  }

  #login(): void {
    this.#wantsLogin = false;
    this.#engine?.login().catch((error: unknown) => this.#parts.log.warn('signing in failed', { error }));
  }

  #set(facts: Partial<TailnetFacts>): void {
    this.#facts = { ...this.#facts, ...facts };
    this.#check.want(this.#facts.engine === 'up' && this.#facts.backend !== 'Running');
    this.#changed();
  }

  #changed(): void {
    if (this.#willTell) return;
    this.#willTell = true;
    setImmediate(() => {
      this.#willTell = false;
      this.#told = this.status();
      this.#parts.onChange(this.#told, this.#browseUrl);
    });
  }
}

const nodeOf = ({ name, addresses, keyExpiryMs }: TailnetSelf): NonNullable<TailnetStatus['node']> => ({
  name,
  addresses,
  ...(keyExpiryMs === 0 ? {} : { keyExpiryTs: keyExpiryMs }),
});
