import type { HubAddress } from './hub-address.ts';
import type { KitDescription } from './site-kit.ts';

/*
 * "Prepare a site": what the window answers and main saves (part of fleet/ipc.ts).
 */

/** One package of the site agent that this console carries. */
export interface AgentPackage {
  readonly file: string;
  readonly arch: 'x64' | 'arm64';
  readonly form: 'deb' | 'tar.gz';
  readonly bytes: number;
}

/** What an operator answers about a new site; main checks it all again. */
export interface SiteKitForm {
  readonly site: string;
  readonly description: KitDescription;
  readonly hubs: readonly HubAddress[];
  /** Path that the operator chose; absent: the authorities of this console's hubs. */
  readonly caFile?: string;
  /** Name of an AgentPackage; absent: facts only, the router has the agent already. */
  readonly packageFile?: string;
  /** The steps for the installer as text, in the console's language. */
  readonly steps: string;
}

/** `no_authority`: neither chosen nor known from a hub. `refused`: a field main does not take, `text` names it. */
export type SiteKitOutcome =
  | { readonly outcome: 'saved'; readonly path: string }
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'failed'; readonly code: 'refused' | 'no_authority' | 'authority_unreadable' | 'no_package' | 'not_saved'; readonly text: string };

export interface PrepareInvokes {
  readonly 'agent-packages': { readonly args: undefined; readonly result: readonly AgentPackage[] };
  /** Asks where to, then writes one file for the installer. */
  readonly 'save-site-kit': { readonly args: SiteKitForm; readonly result: SiteKitOutcome };
}
