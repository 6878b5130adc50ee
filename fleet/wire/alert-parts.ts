import { Type } from 'typebox';
import { counter, documentId, label, nvrId, openEnum, timeMs, word } from './parts.ts';

/*
 * What an alert is named and judged by, the same in the event and in the list of open alerts (contract §2, §5).
 */

export const severity = (description: string) => openEnum(['critical', 'warning', 'info'], description);

/** Members of every mention of an alert. */
export const ALERT = {
  id: documentId('ULID of the alert.'),
  rev: counter('Revision: rises with each change of this alert.'),
  kind: word('Kind, e.g. `camera_offline`; a kind that a console does not know is told by `text`.'),
  severity: severity('How bad it is.'),
  object: label(200, '`site`, `nvr:ID`, `camera:NVR/CAM`, `disk:PATH` or `hub:NAME`.'),
  nvr: Type.Optional(nvrId('The NVR concerned.')),
  occurred_ts: Type.Optional(timeMs('When it began; absent while the clock is not set.')),
};
