import { ArrowDown, ArrowDownUp, ArrowUp } from 'lucide-react';
import { nextSort, type SortColumn } from '../../selectors/table-sort.ts';
import { useNav, useStores, useWords } from '../../use-fleet.ts';

/** Names of the columns; a click sorts, another one turns the order round. */
export function TableHead() {
  const { t } = useWords();
  return (
    <div className="trow thead" role="row" aria-rowindex={1}>
      <Sortable by="status" className="gl" label={t('table.status')} hidden />
      <Sortable by="site" label={t('table.site')} />
      <Sortable by="name" label={t('table.name')} />
      <span role="columnheader">{t('table.state')}</span>
      <span role="columnheader">{t('table.why')}</span>
      <Sortable by="region" className="region" label={t('table.region')} />
      <Sortable by="cameras" className="num cams" label={t('table.cameras')} />
      <Sortable by="disk" className="num disk" label={t('table.disk')} />
      <Sortable by="heard" className="num" label={t('table.heard')} />
    </div>
  );
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
      <button type="button" className="sort" onClick={() => nav.setSort(nextSort(sort, by))}>
        <span className={hidden ? 'vh' : 'ell'}>{label}</span>
        {(on || hidden) && <Arrow className={on ? 'i i-14' : 'i i-14 t3'} aria-hidden="true" />}
      </button>
    </span>
  );
}
