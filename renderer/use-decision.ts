import { useState } from 'react';
import type { AdoptionChoice } from '../fleet/desk/adoption.ts';
import type { SiteId } from '../fleet/ids.ts';
import { adoptRequests, mayDecide } from './selectors/waiting-sites.ts';
import { useFleet, useStores } from './use-fleet.ts';

export interface Decision {
  readonly decide: (sites: readonly SiteId[], state: AdoptionChoice) => void;
  /** Another router is the site's own from now on. */
  readonly accept: (site: SiteId) => void;
  /** On its way, or no hub lets this console write. */
  readonly disabled: boolean;
  /** This computer could not keep the last one. */
  readonly failed: boolean;
}

/** Decisions about sites. Their outcome comes back as everybody's does, with the picture; only a refusal is told here. */
export function useDecision(): Decision {
  const { fleet } = useStores();
  const mayAct = useFleet((picture) => mayDecide(Object.values(picture.tables.hubs)));
  const [{ busy, failed }, setState] = useState({ busy: false, failed: false });
  const run = (work: () => Promise<boolean>): void => {
    setState({ busy: true, failed: false });
    void work()
      .catch(() => false)
      .then((ok) => setState({ busy: false, failed: !ok }));
  };
  const adopt = async (sites: readonly SiteId[], state: AdoptionChoice): Promise<boolean> => {
    for (const some of adoptRequests(sites)) {
      const outcome = await fleet.request({ name: 'adopt', sites: some, state });
      if (outcome.failed > 0) return false;
    }
    return true;
  };
  return {
    decide: (sites, state) => run(() => adopt(sites, state)),
    accept: (site) => run(async () => (await fleet.request({ name: 'accept-router', site })).failed === 0),
    disabled: busy || !mayAct,
    failed,
  };
}
