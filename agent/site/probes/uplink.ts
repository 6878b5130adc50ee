import { connect } from 'node:net';
import { runProcess } from '../../../platform/run-process.ts';
import type { HubSettings } from '../settings.ts';

/*
 * Round trip and loss towards a hub: by `ping` where the router has it and the hub answers, else by opening a TCP
 * connection and closing it.
 */

export interface Trip {
  readonly sent: number;
  readonly lost: number;
  /** Absent where nothing came back. */
  readonly rttMs?: number;
}

const PINGS = 3;
const PING_LIMIT_MS = 8_000;
const CONNECT_LIMIT_MS = 4_000;

/** Output of iputils' and BusyBox's ping. */
export const parsePing = (output: string): Trip | undefined => {
  const [, sent, received] = /^(\d{1,4}) packets transmitted, (\d{1,4}) (?:packets )?received/m.exec(output) ?? [];
  if (sent === undefined || Number(sent) === 0) return undefined;
  const average = Number(/^(?:rtt|round-trip) [a-z/]+ = [\d.]+\/([\d.]+)\//m.exec(output)?.[1]);
  const lost = Math.max(0, Number(sent) - Number(received));
  return { sent: Number(sent), lost, ...(Number.isFinite(average) ? { rttMs: average } : {}) };
};

/** Undefined where there is no ping, or no right to use it. */
export const ping = async (host: string): Promise<Trip | undefined> => {
  if (host.startsWith('-')) return undefined;
  const args = ['-n', '-q', '-c', String(PINGS), '-W', '2', host];
  const result = await runProcess('ping', args, { timeoutMs: PING_LIMIT_MS, maxOutputBytes: 8_192 });
  return result.ended === 'exit' ? parsePing(result.stdout) : undefined;
};

/** One TCP connection to the hub's listener. Name look-up is not part of the time. */
export const connectTrip = ({ host, port }: HubSettings, limitMs = CONNECT_LIMIT_MS): Promise<Trip> =>
  new Promise((resolve) => {
    let startMs = performance.now();
    const socket = connect({ host, port });
    const done = (trip: Trip): void => {
      socket.destroy();
      resolve(trip);
    };
    socket.setTimeout(limitMs, () => done({ sent: 1, lost: 1 }));
    socket.once('lookup', () => (startMs = performance.now()));
    socket.once('connect', () => done({ sent: 1, lost: 0, rttMs: performance.now() - startMs }));
    socket.once('error', () => done({ sent: 1, lost: 1 }));
  });

const KEPT = 10;

export interface Uplink {
  /** Measures once; answers what the last ten measurements say together. */
  measure(): Promise<{ readonly rttMs?: number; readonly lossPct?: number }>;
}

const median = (values: readonly number[]): number | undefined => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Towards the first hub. A hub that never answers a ping is asked by TCP from then on. */
export const createUplink = (hub: HubSettings | undefined): Uplink => {
  const trips: Trip[] = [];
  let byPing: boolean | undefined;
  const once = async (target: HubSettings): Promise<Trip> => {
    if (byPing !== false) {
      const trip = await ping(target.host);
      if (trip && (byPing === true || trip.rttMs !== undefined)) {
        byPing = true;
        return trip;
      }
      byPing = false;
    }
    return connectTrip(target);
  };
  return {
    measure: async () => {
      if (!hub) return {};
      trips.push(await once(hub));
      if (trips.length > KEPT) trips.shift();
      const sent = trips.reduce((sum, trip) => sum + trip.sent, 0);
      const lost = trips.reduce((sum, trip) => sum + trip.lost, 0);
      const rttMs = median(trips.slice(-3).flatMap((trip) => trip.rttMs ?? []));
      return { lossPct: (lost / sent) * 100, ...(rttMs === undefined ? {} : { rttMs }) };
    },
  };
};
