import { Type } from 'typebox';
import type { Static } from 'typebox';
import { version } from './envelope.ts';
import { MAX_LAMPORT, MAX_TIME_MS, consoleId, integer, label, siteId } from './parts.ts';

/*
 * What every document of the desk but the operation sets carries: last writer by (`n`, `console`) wins (contract §6).
 */

/**
 * Fields of other versions are kept and passed on: consoles hand each other's documents from hub to hub, and an older one
 * must not take away what a newer one wrote.
 */
export const KEEPS_FIELDS = { open: true };

export const lamport = () => integer(0, MAX_LAMPORT, 'Lamport number: 1 + the greatest seen in this document.');

export const DESK = {
  v: version(),
  n: lamport(),
  console: consoleId('The console that wrote it.'),
  by: label(120, 'The operator.'),
  ts: integer(0, MAX_TIME_MS, 'When, by the clock of that console; never used for order.'),
};

/** Which sites a window or rule is about; more than one member add up. */
export const Scope = Type.Object(
  {
    all: Type.Optional(Type.Boolean({ description: 'Every site.' })),
    regions: Type.Optional(Type.Array(label(64, 'One region.'), { maxItems: 64, description: 'Sites of these regions.' })),
    tags: Type.Optional(Type.Array(label(64, 'One tag.'), { maxItems: 64, description: 'Sites with any of these tags.' })),
    sites: Type.Optional(Type.Array(siteId('One site.'), { maxItems: 1_000, description: 'These sites.' })),
  },
  { description: 'Which sites it is about.' },
);
export type Scope = Static<typeof Scope>;
