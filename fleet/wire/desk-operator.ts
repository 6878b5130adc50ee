import { Type } from 'typebox';
import type { Static } from 'typebox';
import { KEEPS_FIELDS } from './desk-parts.ts';
import { version } from './envelope.ts';
import { consoleId, counter, line, timeMs } from './parts.ts';

/** `_desk/operator/CONSOLE`: who is on duty. Also the console's last will, then with `on_duty` false and without `since_ts`. */
export const DeskOperator = Type.Object(
  {
    v: version(),
    console: consoleId('The console; equals the topic.'),
    conn: counter('Connects of that console to this hub: a will counts only for its own connection.'),
    on_duty: Type.Boolean({ description: 'False: signed off, or the last will.' }),
    operator: Type.Optional(line(64, 'Sign-in name.')),
    name: Type.Optional(line(120, 'Name for people.')),
    station: Type.Optional(line(120, 'The desk.')),
    since_ts: Type.Optional(timeMs('On duty since.')),
  },
  KEEPS_FIELDS,
);
export type DeskOperator = Static<typeof DeskOperator>;
