import { TABLE_COLUMNS, type TableColumn } from '../../fleet/saved-view.ts';

/**
 * Width in px at 100 % text size; up to `most` where there is room. The reason takes what is left. Where only what
 * matters most stands, `tight` is enough: what is longer is shortened, and whole in the title.
 */
interface ColumnWidth {
  readonly px: number;
  readonly most?: number;
  readonly tight?: number;
}

const WIDTHS = {
  name: { px: 110, most: 176 },
  state: { px: 212, tight: 166 },
  region: { px: 104 },
  tags: { px: 100, most: 200 },
  cameras: { px: 84, tight: 76 },
  nvrs: { px: 64 },
  disk: { px: 92 },
  line: { px: 116 },
  certificate: { px: 92 },
  version: { px: 80 },
  heard: { px: 72, tight: 64 },
} as const satisfies Record<TableColumn, ColumnWidth>;

/** Shape of the status, id of the site, reason: always there. */
const SHAPE: ColumnWidth = { px: 38 };
const SITE: ColumnWidth = { px: 108, tight: 100 };
const WHY: ColumnWidth = { px: 210, most: Infinity, tight: 166 };

/** Where room is short the first of these goes first; the reason never does (visual §7 "Tables"). */
const DROPPED: readonly TableColumn[] = [
  'region',
  'line',
  'tags',
  'version',
  'certificate',
  'nvrs',
  'disk',
  'name',
  'cameras',
  'heard',
  'state',
];
const MATTERS_MOST: readonly TableColumn[] = ['state', 'cameras', 'heard'];

const withFixed = (columns: readonly TableColumn[]): readonly ColumnWidth[] => {
  const [first, rest] = [columns.filter(isBeforeReason), columns.filter((column) => !isBeforeReason(column))];
  const widthsOf = (some: readonly TableColumn[]): readonly ColumnWidth[] => some.map((column) => WIDTHS[column]);
  const widths = [SHAPE, SITE, ...widthsOf(first), WHY, ...widthsOf(rest)];
  if (!columns.every((column) => MATTERS_MOST.includes(column))) return widths;
  return widths.map(({ px, most = px, tight = px }) => ({ px: tight, most }));
};

/** Name and state stand before the reason, figures after it. */
export const isBeforeReason = (column: TableColumn): boolean => column === 'name' || column === 'state';

/** The chosen columns that fit into `widthPx` px; `textScale` is 1 at 100 % text size. */
export function fittingColumns(chosen: readonly TableColumn[], widthPx: number, textScale: number): readonly TableColumn[] {
  let fitting = chosen;
  for (const column of DROPPED) {
    const needed = withFixed(fitting).reduce((sum, { px }) => sum + px * textScale, 0);
    if (needed <= widthPx) break;
    fitting = fitting.filter((one) => one !== column);
  }
  return fitting.length === chosen.length ? chosen : fitting;
}

const REM_PX = 16;

/** For `grid-template-columns`, in rem so that the text size scales it. */
export const columnsTemplate = (columns: readonly TableColumn[]): string =>
  withFixed(columns)
    .map(({ px, most = px }) => `minmax(${px / REM_PX}rem, ${most === Infinity ? '1fr' : `${most / REM_PX}rem`})`)
    .join(' ');

/** The chosen columns with one more or less, in their order on screen. */
export const toggled = (columns: readonly TableColumn[], column: TableColumn): readonly TableColumn[] =>
  TABLE_COLUMNS.filter((one) => (one === column ? !columns.includes(one) : columns.includes(one)));
