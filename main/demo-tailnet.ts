import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { childEnvironment } from './child-environment.ts';

/*
 * The tailnet of the demo fleet: control server, relay and the sites' nodes in one program on loopback (tunnel/PROTOCOL.md
 * §3). It lives as long as the demo. A site's node takes about 10 MB, so it is started when the site is first opened.
 */

/** Where the simulator serves the simulated sites' consoles. */
export interface DemoConsoles {
  readonly port: number;
  readonly domain: string;
  readonly sites: readonly { readonly name: string; readonly ports: readonly number[] }[];
}

/** What a client needs to join. */
export interface DemoTailnetPlace {
  readonly controlUrl: string;
  readonly authKey: string;
  readonly ca: string;
}

export interface DemoTailnetParts {
  readonly program: string;
  /** It ended by itself, or the consoles moved: whoever joined has to join anew. */
  readonly onLost: () => void;
  readonly log: (source: string, text: string) => void;
}

export interface DemoTailnet {
  /** Consoles of a new life of the simulator. */
  readonly serve: (consoles: DemoConsoles) => void;
  /** Starts it if need be; waits for the simulator. Rejects when the program does not come up. */
  readonly place: () => Promise<DemoTailnetPlace>;
  /** A site is cut off in the story, or back: its node goes and comes as that of a real one. */
  readonly cutOff: (node: string, isCutOff: boolean) => void;
  /**
   * Brings the node of a site up before it is looked for, and away again where the site is cut off: then it is known and
   * offline. Does nothing for a host that is none of the demo's.
   */
  readonly wake: (host: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Told {
  readonly controlURL: string;
  readonly authKey: string;
  readonly caPem: string;
  readonly admin: string;
  readonly adminToken: string;
}

interface Life {
  readonly child: ChildProcessWithoutNullStreams;
  readonly told: Promise<Told>;
  readonly ended: Promise<void>;
  /** Nodes that were started once. */
  readonly woken: Set<string>;
  /** Orders to nodes, one after another. */
  ordered: Promise<void>;
}

const END_GRACE_MS = 3_000;
const ORDER_LIMIT_MS = 20_000;
const LONGEST_ERROR = 500;

export const createDemoTailnet = (parts: DemoTailnetParts): DemoTailnet => {
  let consoles: DemoConsoles | undefined;
  let found: (() => void) | undefined;
  const served = new Promise<void>((resolve) => (found = resolve));
  let life: Life | undefined;
  const isCutOff = new Set<string>();

  const begin = (where: DemoConsoles): Life => {
    const begun = startProgram(parts.program, where);
    let wasUp = false;
    begun.told.then(
      () => (wasUp = true),
      (error: unknown) => parts.log('demo', String(error)),
    );
    void begun.ended.then(() => {
      if (life !== begun) return;
      life = undefined;
      parts.log('demo', 'The tailnet of the demo ended.');
      // One that never came up has been told to whoever waited for its place.
      if (wasUp) parts.onLost();
    });
    return begun;
  };
  const end = async (): Promise<void> => {
    const ending = life;
    life = undefined;
    if (ending !== undefined) await endLife(ending);
  };

  return {
    serve: (next) => {
      const moved = consoles !== undefined && consoles.port !== next.port && life !== undefined;
      consoles = next;
      // Its story begins anew.
      isCutOff.clear();
      found?.();
      if (moved) void end().then(parts.onLost);
    },
    place: async () => {
      await served;
      life ??= begin(consoles!);
      const { controlURL, authKey, caPem } = await life.told;
      return { controlUrl: controlURL, authKey, ca: caPem };
    },
    wake: async (host) => {
      const name = consoles?.sites.find((site) => `${site.name}.${consoles?.domain}` === host.toLowerCase())?.name;
      if (name === undefined || life === undefined) return;
      await wakeNode(life, name, () => isCutOff.has(name));
    },
    cutOff: (node, isGone) => {
      if (isGone) isCutOff.add(node);
      else isCutOff.delete(node);
      const of = life;
      if (of === undefined || !of.woken.has(node)) return;
      void inTurn(of, () => order(of, node, isGone ? 'stop' : 'start')).catch((error: unknown) => parts.log('demo', String(error)));
    },
    stop: end,
  };
};

const endLife = async ({ child, ended }: Life): Promise<void> => {
  child.stdin.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), END_GRACE_MS);
  await ended;
  clearTimeout(timer);
};

const wakeNode = async (life: Life, name: string, isCutOff: () => boolean): Promise<void> => {
  if (life.woken.has(name) && isCutOff()) return;
  life.woken.add(name);
  await inTurn(life, () => order(life, name, 'start'));
  if (isCutOff()) await inTurn(life, () => order(life, name, 'stop'));
};

const inTurn = (life: Life, work: () => Promise<void>): Promise<void> => {
  const done = life.ordered.then(work);
  life.ordered = done.catch(() => undefined);
  return done;
};

const order = async ({ told }: Life, node: string, what: 'start' | 'stop'): Promise<void> => {
  const { admin, adminToken } = await told;
  const response = await fetch(`${admin}/sites/${node}/${what}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${adminToken}` },
    signal: AbortSignal.timeout(ORDER_LIMIT_MS),
  });
  if (!response.ok) throw new Error(`The node of ${node} did not ${what}: ${(await response.text()).slice(0, LONGEST_ERROR)}`);
};

const startProgram = (program: string, { port, domain, sites }: DemoConsoles): Life => {
  const child = spawn(program, [], { stdio: 'pipe', env: childEnvironment(process.env) });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  let said = '';
  child.stderr.on('data', (piece: Buffer) => (said = (said + piece.toString()).slice(-LONGEST_ERROR)));
  const told = new Promise<Told>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The tailnet of the demo ended with ${code ?? 'a signal'}: ${said}`)));
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as Told));
  });
  // A program that is gone is told by its exit.
  child.stdin.on('error', () => undefined);
  const target = `127.0.0.1:${port}`;
  const wishes = sites.map(({ name, ports }) => ({ name, lazy: true, forwards: ports.map((each) => ({ port: each, target })) }));
  child.stdin.write(`${JSON.stringify({ domain, sites: wishes })}\n`);
  return { child, told, ended, woken: new Set(), ordered: Promise.resolve() };
};
