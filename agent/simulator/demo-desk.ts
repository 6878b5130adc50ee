import { encode } from '../../fleet/decode.ts';
import { parseConsoleId, parseSiteId } from '../../fleet/ids.ts';
import { deskTopic } from '../../fleet/topics.ts';
import type { AgentSettings } from '../site/settings.ts';
import type { RetainedDocument } from './demo-hub.ts';

/*
 * What people would have done before the demo begins: all its sites are adopted, and one has maintenance.
 */

const MAINTENANCE_SITE = 'BL-BOD-01';
const MAINTENANCE_ID = 'demo-maintenance';
const HOUR_MS = 3_600_000;

const author = (ts: number) => {
  const console = parseConsoleId('00000000');
  if (console === undefined) throw new Error('not a console id');
  return { v: 1 as const, n: 1, console, by: 'Demo', ts };
};

const windowDocument = (ts: number): RetainedDocument => {
  const site = parseSiteId(MAINTENANCE_SITE);
  return {
    topic: deskTopic('desk/window', MAINTENANCE_ID),
    payload: encode('desk/window', {
      ...author(ts),
      scope: { sites: site === undefined ? [] : [site] },
      // As long as anyone will look at a demo that runs faster than real time.
      once: { from_ts: ts - HOUR_MS, to_ts: ts + 24 * 30 * HOUR_MS },
      reason: 'Switch replacement (demo)',
    }),
  };
};

/** Retained documents of the demo hub; `ts` is the fleet clock at its start. */
export const demoDocuments = (sites: readonly AgentSettings[], ts: number): readonly RetainedDocument[] => {
  const adopted = sites.map(({ site }) => ({
    topic: deskTopic('desk/site', site),
    payload: encode('desk/site', { ...author(ts), state: 'adopted', retired: [] }),
  }));
  const hasMaintenance = sites.some(({ site }) => site === MAINTENANCE_SITE);
  return hasMaintenance ? [...adopted, windowDocument(ts)] : adopted;
};
