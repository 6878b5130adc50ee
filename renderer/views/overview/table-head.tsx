import { ArrowDown, ArrowDownUp, ArrowUp } from 'lucide-react';
import type { TableColumn } from '../../../fleet/saved-view.ts';
import { isBeforeReason } from '../../selectors/table-columns.ts';
import { nextSort, type SortColumn } from '../../selectors/table-sort.ts';
import { useNav, useStores, useWords } from '../../use-fleet.ts';

/** Words stand at the left of their column, figures at its right. */
const WORDS: readonly TableColumn[] = ['name', 'state', 'region', 'tags'];

/** Names of the columns; a click sorts, another one turns the order round. */
export function TableHead({ columns }: { readonly columns: readonly TableColumn[] }) {
  const { t } = useWords();
  const head = (column: TableColumn) => <Head key={column} column={column} />;
  return (
    <div className="trow thead" role="row" aria-rowindex={1}>
      <Sortable by="status" className="gl" label={t('table.status')} hidden />
      <Sortable by="site" label={t('table.site')} />
      {columns.filter(isBeforeReason).map(head)}
      <span role="columnheader">{t('table.why')}</span>
      {columns.filter((column) => !isBeforeReason(column)).map(head)}
    </div>
  );
}

function Head({ column }: { readonly column: TableColumn }) {
  const { t } = useWords();
  const label = t(`columns.${column}`);
  if (column === 'state' || column === 'tags') return <span role="columnheader">{label}</span>;
  return <Sortable by={column} className={WORDS.includes(column) ? '' : 'num'} label={label} />;
}

interface SortableProps {
  readonly by: SortColumn;
  readonly label: string;
  readonly className?: string;
  /** The label is only read, not seen. */
  readonly hidden?: boolean;
}

function Sortable({ by, label, className = '', hidden = false }: SortableProps) {
  const { nav } = useStores();
  const sort = useNav((state) => state.sort);
  const on = sort.by === by;
  const Arrow = !on ? ArrowDownUp : sort.down ? ArrowDown : ArrowUp;
  return (
    <span role="columnheader" className={className} aria-sort={on ? (sort.down ? 'descending' : 'ascending') : 'none'}>
      <button type="button" className="sort" title={label} onClick={() => nav.setSort(nextSort(sort, by))}>
        <span className={hidden ? 'vh' : 'ell'}>{label}</span>
        {(on || hidden) && <Arrow className={on ? 'i i-14' : 'i i-14 t3'} aria-hidden="true" />}
      </button>
    </span>
  );
}
