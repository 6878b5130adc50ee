import { Type } from 'typebox';
import type { Static } from 'typebox';
import { STATE_ENVELOPE } from './envelope.ts';
import { commit, counter, integer, label, line, openEnum, sha256, timeMs, word } from './parts.ts';

const path = (description: string) => line(120, description);
const value = (description: string) => Type.Optional(line(64, description));
const wantedAndApplied = (of: string) =>
  Type.Object(
    { wanted: Type.Optional(commit('Commit to be applied.')), applied: Type.Optional(commit('Commit that is applied.')) },
    { description: of },
  );

const Commits = Type.Object(
  {
    control: Type.Optional(
      Type.Object(
        {
          seen: Type.Optional(commit('Last verified head of the control branch.')),
          serial: Type.Optional(counter('Serial of its release.')),
        },
        { description: 'Branch `control` of the fleet configuration.' },
      ),
    ),
    fleet: Type.Optional(wantedAndApplied('Branch `main` of the fleet configuration.')),
    site: Type.Optional(wantedAndApplied("The site's own repository.")),
  },
  { description: 'Commits seen, wanted and applied.' },
);

const Config = Type.Object(
  {
    wanted: Type.Optional(sha256('Hash of the configuration to be applied.')),
    applied: Type.Optional(sha256('Hash of the configuration that is applied.')),
  },
  { description: 'Effective configuration: SHA-256 over canonical JSON.' },
);

const Step = Type.Object(
  {
    kind: word('Kind of the step.'),
    n: integer(0, 10_000, 'Number of the step, from 1.'),
    of: integer(0, 10_000, 'Steps in the plan.'),
  },
  { description: 'The step being taken.' },
);

const Hold = Type.Object(
  {
    until_ts: Type.Optional(timeMs('End of the hold.')),
    reason: Type.Optional(line(300, 'Why.')),
    by: Type.Optional(line(120, 'Who asked for it.')),
  },
  { description: 'Nothing disruptive is done before its end.' },
);

const Drift = Type.Object({
  path: path('What differs.'),
  kind: openEnum(['file', 'runtime', 'foreign', 'missing'], 'How it differs.'),
  action: openEnum(['heal', 'report'], 'What the agent does about it.'),
  since_ts: Type.Optional(timeMs('First seen.')),
  expected: value('Shortened; never a secret.'),
  found: value('Shortened; never a secret.'),
});

const Refused = Type.Object({
  path: path('The setting.'),
  asked: value('What the lower layer asked for.'),
  used: value('What is used instead.'),
  limit: value('The limit that binds.'),
});

const ReconcileError = Type.Object(
  {
    stage: openEnum(
      ['fetch', 'verify', 'merge', 'render', 'plan', 'apply', 'gate', 'confirm', 'revert'],
      'Where it failed.',
    ),
    code: word('What failed.'),
    path: Type.Optional(path('The file or setting concerned.')),
    text: Type.Optional(line(500, 'In words, English.')),
  },
  { description: 'Why the site is not in sync.' },
);

const LastGood = Type.Object(
  {
    fleet: Type.Optional(commit('Commit of the fleet configuration.')),
    site: Type.Optional(commit("Commit of the site's repository.")),
    config: Type.Optional(sha256('Hash of the configuration.')),
    ts: Type.Optional(timeMs('When it was confirmed.')),
  },
  { description: 'The last confirmed configuration.' },
);

const Fetch = Type.Object(
  {
    ok_ts: Type.Optional(timeMs('Last successful fetch.')),
    code: Type.Optional(word('Outcome of the last fetch.')),
  },
  { description: 'The last fetch from git.' },
);

/** `S/state/reconcile`: wanted and applied configuration (contract §9). */
export const StateReconcile = Type.Object({
  ...STATE_ENVELOPE,
  commits: Type.Optional(Commits),
  config: Type.Optional(Config),
  rollout: Type.Optional(label(128, 'Id of the roll-out being followed.')),
  status: openEnum(
    ['in_sync', 'pending', 'applying', 'confirming', 'failed', 'rolled_back', 'held', 'blocked'],
    'Where the site stands.',
  ),
  since_ts: Type.Optional(timeMs('Since when.')),
  attempt: Type.Optional(counter('Attempts at the wanted configuration.')),
  next_try_ts: Type.Optional(timeMs('Next attempt.')),
  step: Type.Optional(Step),
  confirm_by_ts: Type.Optional(timeMs('Reverted unless confirmed by then.')),
  hold: Type.Optional(Hold),
  window_ts: Type.Optional(timeMs('Start of the next window for disruptive steps.')),
  drift: Type.Optional(Type.Array(Drift, { maxItems: 12, description: 'Differences found, worst first.' })),
  drift_total: Type.Optional(counter('All differences, listed or not.')),
  refused: Type.Optional(Type.Array(Refused, { maxItems: 12, description: 'Overrides beyond a limit.' })),
  refused_total: Type.Optional(counter('All refused overrides, listed or not.')),
  error: Type.Optional(ReconcileError),
  last_good: Type.Optional(LastGood),
  fetch: Type.Optional(Fetch),
});
export type StateReconcile = Static<typeof StateReconcile>;
