import type { Message } from '../../fleet/decode.ts';
import type { At } from '../../fleet/events.ts';
import type { SiteId } from '../../fleet/ids.ts';
import type { HubId } from '../../fleet/model/hub.ts';

/*
 * What the states of sites tell about the hubs that bring them, for Diagnostics: whose clock is off, and which hub lacks
 * what another one has. One entry per site and hub; nothing here decides anything.
 */

/** A hub may lag by the way of a message; after this long it lacks it. Fleet ms. */
const BEHIND_AFTER_MS = 10_000;
/** Named one by one; the rest is counted. */
const SITES_NAMED = 20;

/** Changed in place: there is one for each message's site and hub. */
interface Newest {
  boot: number;
  seq: number;
  monoMs: number;
  /** This computer's clock minus the site's, of the newest live state. */
  offsetMs: number | undefined;
}

/** `offsetMs`: how far this computer's clock is ahead of the median site, the way of a message included. */
export interface ClockOffset {
  readonly offsetMs: number;
  readonly sites: number;
}

export interface Behind {
  readonly n: number;
  readonly sites: readonly SiteId[];
}

const isNewer = (a: Pick<Newest, 'boot' | 'seq'>, b: Pick<Newest, 'boot' | 'seq'>): boolean => (a.boot === b.boot ? a.seq > b.seq : a.boot > b.boot);

export class HubFigures {
  readonly #byHub = new Map<HubId, Map<SiteId, Newest>>();

  /** Retained copies tell what a hub has, but not how late it is. */
  note(hub: HubId, message: Message, retained: boolean, at: At): void {
    if (!message.kind.startsWith('state/')) return;
    const { site, body } = message as { site: SiteId; body: { boot: number; seq: number; ts: number } };
    let sites = this.#byHub.get(hub);
    if (sites === undefined) this.#byHub.set(hub, (sites = new Map()));
    const known = sites.get(site);
    const { boot, seq, ts } = body;
    if (known === undefined) return void sites.set(site, { boot, seq, monoMs: at.monoMs, offsetMs: undefined });
    if (!isNewer(body, known)) return;
    known.boot = boot;
    known.seq = seq;
    known.monoMs = at.monoMs;
    if (!retained && ts !== 0) known.offsetMs = at.wallTs - ts;
  }

  /** Undefined until some site has spoken live by this hub. */
  clockOffset(hub: HubId): ClockOffset | undefined {
    const offsets = [...(this.#byHub.get(hub)?.values() ?? [])].flatMap(({ offsetMs }) => (offsetMs === undefined ? [] : [offsetMs]));
    offsets.sort((a, b) => a - b);
    const offsetMs = offsets[Math.floor(offsets.length / 2)];
    return offsetMs === undefined ? undefined : { offsetMs, sites: offsets.length };
  }

  /** Sites of which another of these hubs has had something newer for a while. */
  behind(hub: HubId, connected: readonly HubId[], monoMs: number): Behind {
    const own = this.#byHub.get(hub);
    const lacking = new Set<SiteId>();
    for (const other of connected) {
      if (other === hub) continue;
      for (const [site, newest] of this.#byHub.get(other) ?? []) {
        const mine = own?.get(site);
        const lacks = mine === undefined || isNewer(newest, mine);
        if (lacks && monoMs - newest.monoMs > BEHIND_AFTER_MS) lacking.add(site);
      }
    }
    return { n: lacking.size, sites: [...lacking].sort().slice(0, SITES_NAMED) };
  }
}
