import type { ReactNode } from 'react';
import { useWords } from '../../use-fleet.ts';

/** One question about the site, with its answers. */
export function Section({
  title,
  note,
  children,
}: {
  readonly title: string;
  readonly note?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <section className="drawer-part">
      <h3 className="row">
        <span className="grow">{title}</span>
        {note !== undefined && <span className="t2 s">{note}</span>}
      </h3>
      {children}
    </section>
  );
}

export type FactLine = readonly [name: string, value: string | undefined];

/** What was not told is said to be unknown, never left out and never zero. */
export function FactLines({ lines }: { readonly lines: readonly FactLine[] }) {
  const { t } = useWords();
  return (
    <dl className="kv">
      {lines.map(([name, value]) => (
        <div key={name} className="kv-line">
          <dt>{name}</dt>
          <dd className={value === undefined ? 't3' : ''}>{value ?? t('drawer.untold')}</dd>
        </div>
      ))}
    </dl>
  );
}
