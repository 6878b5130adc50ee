import { lookup } from 'node:dns/promises';
import type { BridgeSample } from '../observation.ts';
import type { HubSettings } from '../settings.ts';
import type { SystemFiles } from './system-files.ts';

/*
 * Which bridge is up, told by the kernel's table of connections: on the site's broker all bridges share one `$SYS` topic
 * (contract §8). A bridge is a connection to the hub's address and port that belongs to somebody else and stood at two looks.
 */

export interface Connection {
  readonly localPort: number;
  /** Hex as in the table, without leading zeroes of mapped addresses. */
  readonly remote: string;
  readonly remotePort: number;
  readonly uid: number;
}

const ESTABLISHED = '01';
const MAPPED = '0000000000000000FFFF0000';

/** Established connections of /proc/net/tcp or tcp6. */
export const parseConnections = (table: string): readonly Connection[] =>
  table.split('\n').flatMap((line) => {
    const [, local, remote, state, , , , uid] = line.trim().split(/ +/);
    const [, localPort] = local?.split(':') ?? [];
    const [address, remotePort] = remote?.split(':') ?? [];
    if (state !== ESTABLISHED || localPort === undefined || address === undefined || remotePort === undefined) return [];
    if (!/^(?:[0-9A-F]{8}|[0-9A-F]{32})$/.test(address) || !/^\d{1,10}$/.test(uid ?? '')) return [];
    const bare = address.startsWith(MAPPED) ? address.slice(MAPPED.length) : address;
    return [{ localPort: parseInt(localPort, 16), remote: bare, remotePort: parseInt(remotePort, 16), uid: Number(uid) }];
  });

/** The words of an address in the kernel's order (host order of each 32 bits; little endian here as on every router). */
const littleEndianWords = (bytes: readonly number[]): string => {
  let text = '';
  for (let index = 0; index < bytes.length; index += 4) {
    for (const byte of bytes.slice(index, index + 4).reverse()) text += byte.toString(16).padStart(2, '0').toUpperCase();
  }
  return text;
};

const ipv6Bytes = (address: string): readonly number[] | undefined => {
  const [head = '', tail] = address.split('::');
  const groups = (text: string): readonly number[] => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));
  const [left, right] = [groups(head), tail === undefined ? [] : groups(tail)];
  const words = tail === undefined ? left : [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
  return words.length === 8 && words.every((word) => word >= 0 && word <= 0xffff) ? words.flatMap((word) => [word >> 8, word & 255]) : undefined;
};

/** An address as /proc/net/tcp writes it, or undefined where it is none. */
export const kernelAddress = (address: string): string | undefined => {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(address)) return littleEndianWords(address.split('.').map(Number));
  const bytes = address.includes(':') && !address.includes('.') ? ipv6Bytes(address) : undefined;
  return bytes && littleEndianWords(bytes);
};

const LOOKUP_EVERY = 12;

export interface BridgeSockets {
  /**
   * Each hub's bridge now; a connection that was replaced since the last look is told as down and up again. Undefined where
   * the table cannot be read or shows none of the hubs' connections: then nothing is known.
   */
  look(): Promise<readonly BridgeSample[] | undefined>;
}

export interface BridgeSocketsOptions {
  readonly files: SystemFiles;
  readonly hubs: readonly HubSettings[];
  /** User of this process: connections of others are rather the bridge's. */
  readonly ownUid: number;
  /** Connects in a row that the hub refused, by hub; kept by hub-refusals.ts. */
  readonly refusals: (hub: string) => number;
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

const resolveHost = async (host: string): Promise<readonly string[]> => (await lookup(host, { all: true })).map(({ address }) => address);

export const createBridgeSockets = (options: BridgeSocketsOptions): BridgeSockets => {
  const { files, hubs, ownUid, refusals, resolve = resolveHost } = options;
  const addresses = new Map<string, ReadonlySet<string>>();
  /** Local port of each hub's bridge at the last look. */
  const ports = new Map<string, number>();
  let looks = 0;
  let everSeen = false;
  const refresh = async (): Promise<void> => {
    for (const { name, host } of hubs) {
      const found = await resolve(host).catch(() => []);
      // A name server that is away takes nothing back.
      if (found.length > 0) addresses.set(name, new Set(found.flatMap((address) => kernelAddress(address) ?? [])));
    }
  };
  const sampleOf = (hub: HubSettings, connections: readonly Connection[]): readonly BridgeSample[] => {
    const own = connections.filter(({ remote, remotePort }) => remotePort === hub.port && addresses.get(hub.name)?.has(remote));
    const before = ports.get(hub.name);
    const bridge = own.find(({ localPort }) => localPort === before) ?? own.find(({ uid }) => uid !== ownUid) ?? own[0];
    const sample = (connected: boolean): BridgeSample => ({ hub: hub.name, connected, refusals: refusals(hub.name) });
    if (!bridge) {
      ports.delete(hub.name);
      return [sample(false)];
    }
    ports.set(hub.name, bridge.localPort);
    everSeen = true;
    if (bridge.localPort === before) return [sample(true)];
    // One look is no evidence: a refused bridge has a connection for a moment, too, and so have our own checks.
    return before === undefined ? [] : [sample(false)];
  };
  return {
    look: async () => {
      if (looks % LOOKUP_EVERY === 0) await refresh();
      looks += 1;
      const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((path) => files.text(path)));
      if (tables[0] === undefined) return undefined;
      const connections = tables.flatMap((table) => parseConnections(table ?? ''));
      const samples = hubs.flatMap((hub) => sampleOf(hub, connections));
      return everSeen ? samples : undefined;
    },
  };
};
