import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EngineProcessState } from '../fleet/ipc.ts';
import type { TunnelConfig, TunnelControl, TunnelNotice } from '../fleet/tunnel/process.ts';
import type { TailnetState, TailnetStatus } from '../fleet/tunnel/tailnet.ts';
import type { TunnelSettings } from '../fleet/tunnel/window.ts';
import { backoffMs } from '../platform/backoff.ts';
import type { DemoTailnet } from './demo-tailnet.ts';
import { createTunnelProcess, type TunnelProcess } from './tunnel-process.ts';
import type { TunnelSecrets } from './tunnel-secrets.ts';

/** What the build left of the client: its files, that it is still being built, or why there is none. */
export type ClientBuild =
  | { readonly state: 'built'; readonly artefacts: TunnelConfig['artefacts'] }
  | { readonly state: 'building' }
  | { readonly state: 'failed'; readonly why: string };

export interface TunnelRuntimeParts {
  readonly entry: string;
  readonly build: () => ClientBuild;
  readonly settings: () => TunnelSettings;
  readonly secrets: TunnelSecrets;
  readonly stateFile: string;
  /** This computer's name in the tailnet where the settings name none. */
  readonly nodeName: string;
  /** Undefined for a real fleet. */
  readonly demo: () => Pick<DemoTailnet, 'place' | 'wake'> | undefined;
  readonly onStatus: (status: TailnetStatus) => void;
  readonly onNotice: (notice: TunnelNotice) => void;
  /** All proxies are gone; `onBack` follows. */
  readonly onLost: () => void;
  readonly onBack: () => void;
  readonly openInBrowser: (url: string) => void;
  readonly log: (source: string, text: string) => void;
}

const RESTART_DELAY = { baseMs: 300, maxMs: 15_000 };
/** The control server may be away; this computer's own keys go all the same. */
const LEAVE_WITHIN_MS = 5_000;
const BUILD_LOOK_EVERY_MS = 1_000;
const TAILSCALE = 'https://controlplane.tailscale.com';

/** When the client of the tailnet runs, with which configuration, and how the tailnet stands. */
export class TunnelRuntime {
  #parts: TunnelRuntimeParts;
  #process: TunnelProcess;
  #status: TailnetStatus;
  #config: TunnelConfig | undefined;
  #turn = 0;
  #wanted = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #browseUrl: string | undefined;
  /** The operator asked to sign in: the page is opened as soon as its address is known. */
  #signingIn = false;
  /** Some opening was not heard, or was of a process that is gone: all are asked for again. */
  #missed = false;
  /** Called when the node has left the tailnet. */
  #left: () => void = () => undefined;
  #awake: Promise<void> = Promise.resolve();

  constructor(parts: TunnelRuntimeParts) {
    this.#parts = parts;
    this.#status = statusOf('off', false);
    this.#process = createTunnelProcess({
      entry: parts.entry,
      config: () => this.#config!,
      delayMs: (attempt) => backoffMs(RESTART_DELAY, attempt - 1, Math.random()),
      onNotice: (notice) => this.#hear(notice),
      onState: (state) => this.#processState(state),
      log: parts.log,
    });
  }

  get status(): TailnetStatus {
    return this.#status;
  }

  /** A computer that has been in a tailnet, or was told how to get in, joins at start: an opening is then warm. */
  async startIfKnown(): Promise<void> {
    const { demo, stateFile, secrets } = this.#parts;
    if (demo() !== undefined || existsSync(stateFile) || (await secrets.authKey()) !== undefined) this.start();
  }

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    void this.#begin();
  }

  /** With the settings of now. */
  async restart(): Promise<void> {
    if (!this.#wanted) return;
    await this.stop();
    this.start();
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    this.#missed = true;
    this.#turn += 1;
    clearTimeout(this.#timer);
    await this.#process.stop();
  }

  /** What is said before the client runs is lost; `onBack` lets everything be asked again. */
  post(control: TunnelControl): void {
    if (control.type === 'open') this.start();
    const demo = this.#parts.demo();
    if (demo === undefined) return this.#say(control);
    if (control.type === 'open') this.#awake = this.#awake.then(() => this.#wake(demo, control.console.host));
    // In order: a closing must not overtake its opening.
    void this.#awake.then(() => this.#say(control));
  }

  #say(control: TunnelControl): void {
    if (!this.#process.post(control) && control.type === 'open') this.#missed = true;
  }

  /** A simulated site's node is started when the site is opened; one that does not come up is then not found. */
  async #wake(demo: Pick<DemoTailnet, 'wake'>, host: string): Promise<void> {
    await demo.wake(host).catch((error: unknown) => this.#parts.log('demo', String(error)));
  }

  signIn(): void {
    this.#signingIn = true;
    if (this.#browseUrl !== undefined) this.#browse(this.#browseUrl);
    else if (this.#wanted) this.#process.post({ type: 'sign-in' });
    else this.start();
  }

  /** The node leaves the tailnet; keys of this computer are gone afterwards. */
  async signOut(): Promise<void> {
    if (this.#wanted) {
      const left = new Promise<void>((resolve) => {
        this.#left = resolve;
        setTimeout(resolve, LEAVE_WITHIN_MS);
      });
      this.#process.post({ type: 'sign-out' });
      await left;
    }
    await this.stop();
    rmSync(this.#parts.stateFile, { force: true });
    this.#tell(statusOf('off', false));
  }

  async #begin(): Promise<void> {
    const turn = (this.#turn += 1);
    const { build } = this.#parts;
    const client = build();
    if (client.state !== 'built') {
      this.#tell(statusOf(client.state === 'building' ? 'building' : 'unavailable', false, 'why' in client ? client.why : undefined));
      this.#timer = setTimeout(() => this.#turn === turn && void this.#begin(), BUILD_LOOK_EVERY_MS);
      return;
    }
    this.#tell(statusOf('starting', false));
    try {
      const config = await this.#configure(client.artefacts);
      if (turn !== this.#turn) return;
      this.#config = config;
      this.#process.start();
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#tell(statusOf('unavailable', false, error instanceof Error ? error.message : String(error)));
      this.#timer = setTimeout(() => this.#turn === turn && void this.#begin(), BUILD_LOOK_EVERY_MS * 5);
    }
  }

  async #configure(artefacts: TunnelConfig['artefacts']): Promise<TunnelConfig> {
    const { settings, secrets, stateFile, nodeName } = this.#parts;
    const { client, controlUrl, caFile, nodeName: named } = settings();
    const hostname = named === '' ? nodeName : named;
    const demo = this.#parts.demo();
    // The demo's tailnet is new at each start: what a node kept of the last one would be refused.
    if (demo !== undefined) return { client, hostname, artefacts, ...(await demo.place()) };
    const [authKey, stateKey] = await Promise.all([secrets.authKey(), secrets.stateKey()]);
    mkdirSync(dirname(stateFile), { recursive: true, mode: 0o700 });
    return {
      ...{ client, hostname, artefacts },
      controlUrl: controlUrl === '' ? TAILSCALE : controlUrl,
      ...(authKey === undefined ? {} : { authKey }),
      ...(caFile === undefined ? {} : { ca: readFileSync(caFile, 'utf8') }),
      ...(stateKey === undefined ? {} : { state: { file: stateFile, stateKey } }),
    };
  }

  #hear(notice: TunnelNotice): void {
    if (notice.type !== 'status') return this.#parts.onNotice(notice);
    this.#browseUrl = notice.browseUrl;
    if (this.#signingIn && notice.browseUrl !== undefined) this.#browse(notice.browseUrl);
    if (notice.status.state === 'joined') this.#signingIn = false;
    if (notice.status.state === 'off' || notice.status.state === 'needs_login') this.#left();
    this.#tell(notice.status);
  }

  #processState(state: EngineProcessState): void {
    switch (state.state) {
      case 'starting':
        return;
      case 'running':
        if (this.#signingIn) this.#process.post({ type: 'sign-in' });
        if (this.#missed) this.#parts.onBack();
        this.#missed = false;
        return;
      case 'restarting':
        this.#browseUrl = undefined;
        this.#missed = true;
        this.#tell({ ...this.#status, state: 'restarting', sinceTs: state.sinceTs });
        return this.#parts.onLost();
      case 'failed':
        return this.#tell(statusOf('unavailable', this.#status.ephemeral, state.text));
      default:
        state satisfies never;
    }
  }

  /** Only pages of the web: a control server must not start programs of this computer. */
  #browse(url: string): void {
    this.#signingIn = false;
    if (/^https?:\/\//.test(url)) this.#parts.openInBrowser(url);
  }

  #tell(status: TailnetStatus): void {
    this.#status = status;
    this.#parts.onStatus(status);
  }
}

const statusOf = (state: TailnetState, ephemeral: boolean, why?: string): TailnetStatus => ({
  state,
  sinceTs: Date.now(),
  ephemeral,
  peers: 0,
  warnings: [],
  ...(why === undefined ? {} : { why }),
});
