import { Type } from 'typebox';
import type { Static } from 'typebox';
import { severity } from './alert-parts.ts';
import { DESK, KEEPS_FIELDS, Scope } from './desk-parts.ts';
import { number, seconds, word } from './parts.ts';

/** `_desk/rule/ID`: a shared threshold of console-made alerts. Site beats tag beats region beats all, then the greater id. */
export const DeskRule = Type.Object(
  {
    ...DESK,
    scope: Scope,
    kind: word('Alert kind that consoles raise: `site_offline`, `agent_silent`, `unstable_link`, `certificate`.'),
    after_s: Type.Optional(seconds('Silence before the alert.')),
    steps_d: Type.Optional(
      Type.Array(number(0, 36_500, 'Days left.'), { maxItems: 8, description: 'certificate: days left at each step, falling.' }),
    ),
    severity: Type.Optional(severity('Severity instead of the usual one.')),
    off: Type.Optional(Type.Boolean({ description: 'The alert is not raised.' })),
    gone: Type.Optional(Type.Boolean({ description: 'The rule was removed; documents are never deleted (contract §8).' })),
  },
  KEEPS_FIELDS,
);
export type DeskRule = Static<typeof DeskRule>;
