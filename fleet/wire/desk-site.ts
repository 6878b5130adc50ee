import { Type } from 'typebox';
import type { Static } from 'typebox';
import { DESK, KEEPS_FIELDS } from './desk-parts.ts';
import { counter, openEnum } from './parts.ts';

const Retired = Type.Object({
  from: counter('Lowest boot of the old agent.'),
  to: counter('Greatest boot of the old agent.'),
});

/** `_desk/site/S`: whether the fleet counts this site, and which boots belong to a replaced router (contract §3, §6). */
export const DeskSite = Type.Object(
  {
    ...DESK,
    state: openEnum(['adopted', 'ignored', 'decommissioned'], 'What was decided.'),
    retired: Type.Optional(Type.Array(Retired, { maxItems: 64, description: 'Boots whose states are dropped.' })),
  },
  KEEPS_FIELDS,
);
export type DeskSite = Static<typeof DeskSite>;
