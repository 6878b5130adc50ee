import { within } from '../spec/mutation.ts';
import type { SpecMutation } from '../spec/mutation.ts';

const status = within('fleet', 'fold/status');

export const mutations: readonly SpecMutation[] = [
  status('FS-200', 'fold/status', 'openAlerts.warning > 0 ?', 'openAlerts.warning >= 0 ?'),
  status('FS-201', 'fold/agent-alerts', "severity === 'unknown' ? 'warning' : severity", "severity === 'unknown' ? 'info' : severity"),
  status('FS-202', 'fold/status', "if (site.maintenance.untilTs !== undefined) return { status: 'maintenance', byAlerts };", ''),
  status('FS-203', 'fold/status', "if (tally.isOffline) return { status: 'offline', byAlerts };", ''),
  status('FS-204', 'fold/site-view', 'lastTs: site.live.lifeTs ?? draft.at.wallTs', 'lastTs: draft.at.wallTs'),
  status('FS-205', 'summary', 'handling.resolvedRev >= rev', 'handling.resolvedRev > rev'),
  status('FS-206', 'fold/alert-view', 'known.snoozedUntilTs === undefined || known.snoozedUntilTs > wallTs', 'true'),
  status('FS-207', 'fold/status', "alert.source !== 'local' && ", ''),
  status('FS-208', 'fold/desk-documents', '  adoptSite(draft, id, (site) =>', '  if (siteIn(draft, id) !== undefined) adoptSite(draft, id, (site) =>'),
  status('FS-209', 'count-cameras', '...(recording && {', '...(true && {'),
  status('FS-936', 'fold/site-documents', 'if (known.length === 0 && cameras.length > 0) return undefined;', ''),
  status('FS-210', 'summary', 'if (!isCounted(site)) continue;', '', 'summary'),
  status('FS-211', 'summary', 'compareStatus(a.status, b.status) ||', '', 'summary'),
];
