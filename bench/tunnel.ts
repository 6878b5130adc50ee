import { startTestnet } from '../main/tunnel/testnet.test-support.ts';
import { tunnelArtefacts } from '../scripts/tunnel/artefacts.ts';
import { compare, loadavg, measured, median, rounded, type BenchContext, type Load, type Result, type Side } from './result.ts';
import { loopbackWay, measureRound, measureStreams, type Round, type Streams } from './tunnel/measures.ts';
import { startOurs } from './tunnel/our-client.ts';
import { startStock } from './tunnel/stock-client.ts';
import type { Way } from './tunnel/way.ts';

/*
 * The tunnel's clients against upstream's own userspace tailscaled, built from the same module, and against loopback: one
 * tailnet on this machine, all ways open at once, one round of each in turn. Relayed: both sides through the same relay.
 */

export interface TunnelSize {
  readonly rounds: number;
  /** MB of one download; the WebAssembly client, which is several times slower, gets a fifth. */
  readonly mb: number;
  readonly streamSeconds: number;
}

export const TUNNEL_SIZE: TunnelSize = { rounds: 5, mb: 100, streamSeconds: 8 };

const GOAL = { atLeast: 0.5 };

interface Entry {
  readonly way: Way;
  readonly rounds: Round[];
  readonly streams: Streams[];
}

const isWasm = ({ name }: Way): boolean => name.startsWith('wasm');

export const runTunnel = async ({ say }: BenchContext, size: TunnelSize = TUNNEL_SIZE): Promise<Result[]> => {
  const { testnet } = await tunnelArtefacts();
  const net = await startTestnet(testnet, [{ name: 'a' }, { name: 'b' }]);
  const entries: Entry[] = [];
  try {
    const starts = [
      () => startOurs('wasm', true, net),
      () => startOurs('native', true, net),
      () => startStock(true, net),
      () => startOurs('native', false, net),
      () => startStock(false, net),
    ];
    entries.push({ way: loopbackWay(net.loopback), rounds: [], streams: [] });
    for (const start of starts) entries.push({ way: await start(), rounds: [], streams: [] });
    const loadavgBefore = loadavg();
    await takeTurns(entries, size, say);
    const load: Load = { sites: 2, messagesPerTurn: 0, rounds: size.rounds, eventShare: 0, loadavgBefore, loadavgAfter: loadavg() };
    return resultsOf(entries, load);
  } finally {
    await Promise.all(entries.map(({ way }) => way.close()));
    await net.stop();
  }
};

const takeTurns = async (entries: readonly Entry[], { rounds, mb, streamSeconds }: TunnelSize, say: BenchContext['say']): Promise<void> => {
  for (let round = 1; round <= rounds; round += 1) {
    for (const { way, rounds: done } of entries) {
      done.push(await measureRound(way, isWasm(way) ? mb / 5 : mb));
      say(`  round ${round} of ${rounds}: ${way.name} ${rounded(done.at(-1)?.mbPerS ?? NaN, 1)} MB/s`);
    }
  }
  for (const { way, streams } of entries) {
    streams.push(await measureStreams(way, streamSeconds));
    say(`  eight streams: ${way.name}, worst gap ${Math.round(streams.at(-1)?.worstGapMs ?? NaN)} ms`);
  }
};

const figuresOf = ({ way, rounds, streams }: Entry): Record<string, number> => ({
  mbPerS: rounded(median(rounds.map(({ mbPerS }) => mbPerS)), 1),
  cpuMsPerMb: rounded(median(rounds.map(({ cpuMsPerMb }) => cpuMsPerMb)), 1),
  firstByteMs: rounded(median(rounds.map(({ firstByteMs }) => firstByteMs)), 1),
  worstGapMs: rounded(median(streams.map(({ worstGapMs }) => worstGapMs)), 0),
  pageMs: rounded(median(streams.map(({ pageMs }) => pageMs)), 1),
  worstPageMs: rounded(median(streams.map(({ worstPageMs }) => worstPageMs)), 0),
  coreShare: rounded(median(streams.map(({ cpuShare }) => cpuShare)), 2),
  memoryMb: rounded(way.memoryMb(), 0),
  startMs: rounded(way.startMs, 0),
});

const resultsOf = (entries: readonly Entry[], load: Load): Result[] => {
  const runtime = `Node ${process.versions.node}`;
  const side = (name: string): Side => ({ name, values: find(name).rounds.map(({ mbPerS }) => mbPerS) });
  const find = (name: string): Entry => {
    const found = entries.find(({ way }) => way.name === name);
    if (!found) throw new Error(`no way ${name}`);
    return found;
  };
  const against = (ours: string, other: string) => {
    const figures = Object.entries(figuresOf(find(other))).map(([what, value]) => [`other_${what}`, value]);
    return { name: 'tunnel', runtime, load, figures: { ...figuresOf(find(ours)), ...(Object.fromEntries(figures) as Record<string, number>) } };
  };
  const share = (ours: string, other: string): Result => {
    const { goal: _goal, met: _met, ...rest } = compare(side(ours), side(other), { ...against(ours, other), goal: GOAL });
    return rest;
  };
  return [
    compare(side('native, relayed'), side('tailscaled, relayed'), { ...against('native, relayed', 'tailscaled, relayed'), goal: GOAL }),
    compare(side('native, direct'), side('tailscaled, direct'), { ...against('native, direct', 'tailscaled, direct'), goal: GOAL }),
    share('wasm, relayed', 'tailscaled, relayed'),
    share('native, direct', 'loopback'),
    ...entries.filter(({ way }) => way.name !== 'loopback').map((entry) => {
      const what = `eight streams, worst gap: ${entry.way.name}`;
      return measured('tunnel', figuresOf(entry)['worstGapMs'] ?? NaN, { what, unit: 'ms', runtime, load, figures: figuresOf(entry) });
    }),
  ];
};
