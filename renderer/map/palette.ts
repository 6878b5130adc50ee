import type { SiteStatus } from '../../fleet/model/status.ts';

/** Colours of the canvas, read from the tokens of the theme in force. */
export interface Palette {
  readonly fill: Readonly<Record<SiteStatus, string>>;
  readonly on: Readonly<Record<SiteStatus, string>>;
  readonly warnEdge: string;
  readonly stale: string;
  readonly surface: string;
  readonly text: string;
  readonly focus: string;
  readonly halo: string;
  readonly sea: string;
  readonly land: string;
  readonly landFar: string;
  readonly border: string;
  readonly coast: string;
  readonly fontNarrow: string;
  readonly fontMono: string;
}

const TOKEN: Readonly<Record<SiteStatus, string>> = {
  offline: 'offline',
  err: 'err',
  warn: 'warn',
  unknown: 'unknown',
  maintenance: 'maint',
  ok: 'ok',
};

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const byStatus = (suffix: string): Record<SiteStatus, string> => {
    const colour = (status: SiteStatus): string => token(`st-${TOKEN[status]}${suffix}`);
    return {
      offline: colour('offline'),
      err: colour('err'),
      warn: colour('warn'),
      unknown: colour('unknown'),
      maintenance: colour('maintenance'),
      ok: colour('ok'),
    };
  };
  return {
    fill: byStatus(''),
    on: byStatus('-on'),
    warnEdge: token('st-warn-edge'),
    stale: token('st-stale'),
    surface: token('surface-1'),
    text: token('text'),
    focus: token('focus'),
    halo: token('map-halo'),
    sea: token('map-sea'),
    land: token('map-land'),
    landFar: token('map-land-far'),
    border: token('map-border'),
    coast: token('map-coast'),
    fontNarrow: token('font-narrow'),
    fontMono: token('font-mono'),
  };
}
