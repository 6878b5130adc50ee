import type { ReactNode } from 'react';

interface TableProps {
  readonly title: string;
  readonly none: string;
  readonly heads: readonly string[];
  /** Columns of numbers, by their place. */
  readonly numbers?: readonly number[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}

/** Figures under their heads, or a word where there are none. */
export function FigureTable({ title, none, heads, numbers = [], rows }: TableProps) {
  const side = (index: number): string | undefined => (numbers.includes(index) ? 'num' : undefined);
  return (
    <section>
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p className="t2">{none}</p>
      ) : (
        <div className="set-scroll">
          <table className="set-table selectable" aria-label={title}>
            <thead>
              <tr>
                {heads.map((head, index) => (
                  <th key={head} scope="col" className={side(index)}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ key, cells }) => (
                <tr key={key}>
                  {cells.map((cell, index) => (
                    <td key={heads[index]} className={side(index)}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
