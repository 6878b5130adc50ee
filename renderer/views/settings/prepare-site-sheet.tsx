import { Printer } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { AgentPackage } from '../../../fleet/prepare-site.ts';
import { useWords } from '../../use-fleet.ts';
import { installerSteps } from './prepare-site-steps.ts';

interface SheetProps {
  readonly path: string;
  readonly site: string;
  readonly name: string | undefined;
  readonly pack: AgentPackage | undefined;
}

/** The steps for the installer, on screen and on paper; the same text lies in the file. */
export function PrepareSheet({ path, site, name, pack }: SheetProps) {
  const words = useWords();
  const { t } = words;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [path]);
  return (
    <section className="prep-sheet selectable" data-testid="prepare-sheet">
      <p className="no-print" role="status">
        {t('prepare.saved', { path })}
      </p>
      <h3 ref={heading} tabIndex={-1}>
        {t('prepare.sheetTitle', { site: name === undefined ? site : `${site} – ${name}` })}
      </h3>
      <ol className="prep-steps">
        {installerSteps(words, { site, name, pack }).map(({ text, command }) => (
          <li key={text}>
            {text}
            {command !== undefined && <code>{command}</code>}
          </li>
        ))}
      </ol>
      <button type="button" className="btn no-print" onClick={() => window.print()}>
        <Printer className="i" aria-hidden="true" />
        {t('prepare.print')}
      </button>
    </section>
  );
}
