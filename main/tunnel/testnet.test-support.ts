import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A whole tailnet on loopback (tunnel/PROTOCOL.md §3). */
export interface Testnet {
  readonly controlURL: string;
  readonly authKey: string;
  readonly domain: string;
  readonly caPem: string;
  readonly derp: string;
  readonly loopback: string;
  readonly sites: readonly TestnetSite[];
  /** `POST` of the admin interface, e.g. `/derp/stop`; answers its JSON. */
  readonly admin: (path: string) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

export interface TestnetSite {
  readonly name: string;
  readonly host: string;
  readonly addresses: readonly string[];
  readonly up: boolean;
}

export interface TestnetSiteWish {
  readonly name: string;
  readonly forwards?: readonly { readonly port: number; readonly target: string }[];
  readonly lazy?: boolean;
}

interface Told extends Omit<Testnet, 'admin' | 'stop'> {
  readonly admin: string;
  readonly adminToken: string;
}

export const startTestnet = async (program: string, sites: readonly TestnetSiteWish[], domain = 'tn.test'): Promise<Testnet> => {
  const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'], env: { HOME: process.env['HOME'] ?? '', PATH: '' } });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin.write(`${JSON.stringify({ domain, sites })}\n`);
  const told = await new Promise<Told>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as Told));
    child.once('exit', (code) => reject(new Error(`testnet ended with ${String(code)}`)));
  });
  const { admin, adminToken, ...rest } = told;
  return {
    ...rest,
    admin: async (path) => {
      const response = await fetch(`${admin}${path}`, { method: 'POST', headers: { Authorization: `Bearer ${adminToken}` } });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    stop: async () => {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await exited;
      clearTimeout(timer);
    },
  };
};
