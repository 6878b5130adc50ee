import { MonitorPlay } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SiteId } from '../../fleet/ids.ts';
import type { MainInvokes } from '../../fleet/ipc.ts';
import { invoke } from '../bridge.ts';
import { useStores, useWords } from '../use-fleet.ts';

type Consoles = MainInvokes['site-consoles']['result'];

/** Opens the site's console; a site with several offers each by its name. */
export function OpenConsoleButtons({ site }: { readonly site: SiteId }) {
  const { t } = useWords();
  const { tunnel } = useStores();
  const [consoles, setConsoles] = useState<Consoles | undefined>();
  useEffect(() => {
    let current = true;
    void invoke('site-consoles', { site }).then(
      (answer) => current && setConsoles(answer),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [site]);
  if (consoles === undefined) return null;
  if (consoles.length === 0) return <p className="s t2 drawer-console">{t('consoles.noneNamed')}</p>;
  return (
    <div className="row wrap drawer-console">
      {consoles.map(({ id, name }) => (
        <button key={id} type="button" className="btn" onClick={() => tunnel.open({ site, console: id })}>
          <MonitorPlay className="i i-14" aria-hidden="true" />
          {consoles.length === 1 ? t('consoles.openOne') : t('consoles.openNamed', { name: name ?? id })}
        </button>
      ))}
    </div>
  );
}
