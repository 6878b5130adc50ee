import { ArrowRight, ChevronRight } from 'lucide-react';
import { alertSentence } from '../i18n/alert-words.ts';
import { statusSentence } from '../i18n/status-words.ts';
import { isHandled } from '../selectors/alert-list.ts';
import { isSilent } from '../selectors/site-list.ts';
import { useFleet, useWords } from '../use-fleet.ts';
import { SeverityGlyph, StatusGlyph } from './glyph.tsx';
import type { Command } from './palette-commands.ts';
import type { PaletteRow } from './use-palette-rows.ts';

/** Shape, text, key. Sites and alerts say what is so now, also when that changes while the palette stands. */
export function PaletteLine({ row }: { readonly row: PaletteRow }) {
  switch (row.kind) {
    case 'site':
      return <SiteLine row={row} />;
    case 'alert':
      return <AlertLine row={row} />;
    case 'command':
      return <CommandLine command={row.command} />;
    default:
      return row satisfies never;
  }
}

function SiteLine({ row }: { readonly row: Extract<PaletteRow, { kind: 'site' }> }) {
  const words = useWords();
  const site = useFleet((picture) => picture.tables.sites[row.site.id]) ?? row.site;
  return (
    <>
      <StatusGlyph status={site.status} silent={isSilent(site)} />
      <span className="id">{site.id}</span>
      <span className="ell" title={site.name}>
        {site.name}
      </span>
      <span className="t2 ell grow pal-said" title={statusSentence(words, site)}>
        {statusSentence(words, site)}
      </span>
    </>
  );
}

function AlertLine({ row }: { readonly row: Extract<PaletteRow, { kind: 'alert' }> }) {
  const words = useWords();
  const { t, now } = words;
  const alert = useFleet((picture) => picture.tables.alerts[row.alert.key]) ?? row.alert;
  return (
    <>
      <SeverityGlyph severity={alert.severity} handled={isHandled(alert, now)} label={t(`severity.${alert.severity}`)} />
      <span className="id">{alert.site ?? t('alerts.console')}</span>
      <span className="ell grow" title={alertSentence(words, alert)}>
        {alertSentence(words, alert)}
      </span>
    </>
  );
}

function CommandLine({ command }: { readonly command: Command }) {
  const isScreen = command.id.startsWith('screen-');
  return (
    <>
      {command.status ? (
        <StatusGlyph status={command.status} />
      ) : isScreen ? (
        <ArrowRight className="i" aria-hidden="true" />
      ) : (
        <ChevronRight className="i" aria-hidden="true" />
      )}
      <span className="ell grow">{command.label}</span>
      {command.key !== undefined && <span className="kbd">{command.key}</span>}
    </>
  );
}
