import { useEffect, useState } from 'react';
import type { EngineAnswers } from '../fleet/ipc.ts';
import type { SiteId } from '../fleet/ids.ts';
import { useStores } from './use-fleet.ts';

/** What a site said last, by kind. `failed`: the engine could not tell; what it told before stays. */
export interface SiteDocumentsState {
  readonly documents?: EngineAnswers['site-documents'];
  readonly failed: boolean;
}

/** A site that talks all the time is asked about no more often than this. */
const PACE_MS = 2_000;

/** The documents of one site, asked anew when its record changed. For another site: another component by `key`. */
export function useSiteDocuments(site: SiteId): SiteDocumentsState {
  const { fleet } = useStores();
  const [state, setState] = useState<SiteDocumentsState>({ failed: false });
  useEffect(() => {
    let gone = false;
    let due: number | undefined;
    function ask(): void {
      due = undefined;
      fleet.request<'site-documents'>({ name: 'site-documents', site }).then(
        (documents) => gone || setState({ documents, failed: false }),
        () => gone || setState((before) => ({ ...before, failed: true })),
      );
    }
    const ignore = fleet.onChange(({ all, keys }) => {
      if (all || keys.sites?.includes(site)) due ??= window.setTimeout(ask, PACE_MS);
    });
    ask();
    return () => {
      gone = true;
      window.clearTimeout(due);
      ignore();
    };
  }, [fleet, site]);
  return state;
}
