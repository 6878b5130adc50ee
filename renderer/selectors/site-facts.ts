import type { EngineAnswers } from '../../fleet/ipc.ts';
import type { StateAgent } from '../../fleet/wire/state-agent.ts';
import type { StateCameras } from '../../fleet/wire/state-cameras.ts';
import type { StateCert } from '../../fleet/wire/state-cert.ts';
import type { StateHealth } from '../../fleet/wire/state-health.ts';
import type { StateInventory } from '../../fleet/wire/state-inventory.ts';
import type { StateReconcile } from '../../fleet/wire/state-reconcile.ts';

/** A site's last documents with their types: the engine answers none that does not fit its schema. */
export interface SiteDocuments {
  readonly health?: StateHealth;
  readonly cameras?: StateCameras;
  readonly agent?: StateAgent;
  readonly inventory?: StateInventory;
  readonly cert?: StateCert;
  readonly reconcile?: StateReconcile;
}

/** Kinds that the site never sent are absent. */
export function typedDocuments(stored: EngineAnswers['site-documents']): SiteDocuments {
  const entries = [
    ['health', stored['state/health']],
    ['cameras', stored['state/cameras']],
    ['agent', stored['state/agent']],
    ['inventory', stored['state/inventory']],
    ['cert', stored['state/cert']],
    ['reconcile', stored['state/reconcile']],
  ] as const;
  return Object.fromEntries(entries.filter(([, document]) => typeof document === 'object' && document !== null));
}

type Camera = StateCameras['cameras'][number];

/** Cameras that should see or record and do not, as people call them. */
export const camerasInTrouble = (cameras: readonly Camera[]): readonly string[] =>
  cameras
    .filter(({ detect, record }) => detect === 'offline' || record === 'offline')
    .map(({ name, id }) => name ?? id);

type Disk = NonNullable<StateHealth['disks']>[number];

/** Those that fill up first, first; then the fullest. */
export const worstDisksFirst = (disks: readonly Disk[]): readonly Disk[] =>
  [...disks].sort((a, b) => (a.full_in_h ?? Infinity) - (b.full_in_h ?? Infinity) || freePct(a) - freePct(b) || 0);

/** Free share in percent; of an unmeasured disk 100, so that it never counts as full. */
export const freePct = ({ free_mb, total_mb }: Disk): number =>
  free_mb === undefined || !total_mb ? 100 : (free_mb / total_mb) * 100;
