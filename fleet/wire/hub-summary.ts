import { Type } from 'typebox';
import type { Static } from 'typebox';
import { version } from './envelope.ts';
import { MAX_TIME_MS, counter, integer, line } from './parts.ts';

const SiteTotals = Type.Object(
  {
    total: counter('All sites that count.'),
    offline: Type.Optional(counter('Offline.')),
    err: Type.Optional(counter('With an open critical alert.')),
    warn: Type.Optional(counter('With an open warning.')),
    unknown: Type.Optional(counter('Unknown.')),
    maintenance: Type.Optional(counter('In a maintenance window.')),
    ok: Type.Optional(counter('Without fault.')),
  },
  { description: 'Sites by status.' },
);

const AlertTotals = Type.Object(
  {
    critical: Type.Optional(counter('Critical.')),
    warning: Type.Optional(counter('Warning.')),
    info: Type.Optional(counter('Info.')),
  },
  { description: 'Open alerts by severity.' },
);

const CameraTotals = Type.Object(
  { total: Type.Optional(counter('All cameras.')), online: Type.Optional(counter('On line.')) },
  { description: 'Cameras.' },
);

/** `_hub/summary`: fleet totals for walls and third parties; nothing in the console depends on it. */
export const HubSummary = Type.Object({
  v: version(),
  ts: integer(0, MAX_TIME_MS, 'Time of the hub worker.'),
  worker: Type.Optional(line(64, 'The hub worker that counted.')),
  sites: SiteTotals,
  alerts: Type.Optional(AlertTotals),
  cameras: Type.Optional(CameraTotals),
});
export type HubSummary = Static<typeof HubSummary>;
