import { Type } from 'typebox';
import type { Static } from 'typebox';
import { KEEPS_FIELDS, lamport } from './desk-parts.ts';
import { version } from './envelope.ts';
import { MAX_TIME_MS, consoleId, counter, documentId, integer, label, line, openEnum } from './parts.ts';

const Stage = Type.Object(
  { n: integer(0, 1_000, 'Number of the stage, from 1.'), of: integer(0, 1_000, 'Stages in all.') },
  { description: 'Stage reached.' },
);

const Counts = Type.Object(
  {
    ok: Type.Optional(counter('Done.')),
    failed: Type.Optional(counter('Failed.')),
    pending: Type.Optional(counter('Not yet.')),
    offline: Type.Optional(counter('Not reachable.')),
    held: Type.Optional(counter('On hold.')),
  },
  { description: 'Sites by outcome.' },
);

/** `_desk/rollout/ID`: a projection of git's `control` branch; never the truth, rebuilt from git and `state/reconcile`. */
export const DeskRollout = Type.Object(
  {
    v: version(),
    n: Type.Optional(lamport()),
    console: Type.Optional(consoleId('The console that wrote it; absent from a hub worker.')),
    ts: Type.Optional(integer(0, MAX_TIME_MS, 'When it was written.')),
    id: documentId('Id of the roll-out; equals the topic.'),
    serial: counter('Serial of the release.'),
    state: openEnum(['running', 'paused', 'halted', 'done', 'aborted'], 'Where it stands.'),
    stage: Type.Optional(Stage),
    counts: Type.Optional(Counts),
    why: Type.Optional(line(500, 'Why it stands there.')),
    by: Type.Optional(label(120, 'Who started or stopped it.')),
  },
  KEEPS_FIELDS,
);
export type DeskRollout = Static<typeof DeskRollout>;
