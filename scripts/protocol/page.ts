import type { TSchema } from 'typebox';
import { CONSOLE_ID_PATTERN, DOCUMENT_ID_PATTERN, NVR_ID_PATTERN, SITE_ID_MAX_LENGTH, SITE_ID_PATTERN } from '../../fleet/ids.ts';
import { HUB_HEALTH_SUBSCRIPTIONS } from '../../fleet/hub-health.ts';
import { CONSOLE_SUBSCRIPTIONS, CONSOLE_WRITES, LOCAL_HOLD_TOPIC } from '../../fleet/topics.ts';
import { CATALOGUE, TOPIC_KINDS } from '../../fleet/wire/catalogue.ts';
import type { CatalogueEntry, TopicKind } from '../../fleet/wire/catalogue.ts';
import { CommandPayload } from '../../fleet/wire/command-request.ts';
import { LocalHold } from '../../fleet/wire/local-hold.ts';
import { StateAgent, AgentWill } from '../../fleet/wire/state-agent.ts';
import { EXAMPLES, EXAMPLE_COMMAND, EXAMPLE_HOLD, EXAMPLE_WILL } from './examples.ts';
import { fieldRows, fieldTable } from './schema-table.ts';

/*
 * docs/protocol.md from the schemas and the catalogue. Same sources, same bytes.
 */

const ENVELOPE_FIELDS = ['v', 'site', 'boot', 'conn', 'seq', 'ts', 'ttl_s'];

const duration = (milliseconds: number): string => {
  const [unit, name] = ([[86_400_000, 'd'], [3_600_000, 'h'], [60_000, 'min'], [1_000, 's']] as const).find(([size]) => milliseconds % size === 0) ?? [1, 'ms'];
  return `${milliseconds / unit} ${name}`;
};

const topicRow = (kind: TopicKind): string => {
  const { topic, direction, qos, retained, maxBytes, cadenceMs, ttlS, when } = CATALOGUE[kind];
  const age = cadenceMs === undefined ? '' : `${duration(cadenceMs)}${ttlS === undefined ? '' : `, ttl ${ttlS} s`}`;
  return `| \`${topic}\` | ${direction} | ${qos} | ${retained ? 'yes' : ''} | ${maxBytes / 1_024} | ${when} | ${age} |`;
};

const TOPICS = `## Topics

\`S\` is a site id, \`ID\` a document id, \`CONSOLE\` a console id. Sizes in KiB are checked before anything else is looked at.

| topic | direction | QoS | retained | KiB | when | cadence |
|---|---|---|---|---|---|---|
${TOPIC_KINDS.map(topicRow).join('\n')}

On the site's own broker the agent publishes without the level \`S\` (\`fleet/v1/state/health\`); the bridge puts it in. \`${LOCAL_HOLD_TOPIC}\` stays on that broker.

A console subscribes to ${CONSOLE_SUBSCRIPTIONS.map(({ topic, qos }) => `\`${topic}\` (QoS ${qos})`).join(', ')}; an operator's console may write ${CONSOLE_WRITES.map((topic) => `\`${topic}\``).join(', ')}.

Where the hub lets it, a console also reads the broker's own figures, for Diagnostics only (QoS 0, plain text, a refusal costs nothing; as an ACL line \`topic read $SYS/broker/#\`): ${HUB_HEALTH_SUBSCRIPTIONS.map(({ topic }) => `\`${topic}\``).join(', ')}.`;

const NAMES = `## Names

| what | pattern |
|---|---|
| site | \`${SITE_ID_PATTERN.source}\`, at most ${SITE_ID_MAX_LENGTH} characters |
| NVR | \`${NVR_ID_PATTERN.source}\` |
| console | \`${CONSOLE_ID_PATTERN.source}\` |
| alert, window, rule, roll-out, hand-over | \`${DOCUMENT_ID_PATTERN.source}\` |

A \`time\` is an integer of epoch milliseconds UTC from 1e11 (so never seconds) to 8.64e15. Units stand in names: \`_ms _s _mb _pct _c\`. Absent or null means *not measured*, never 0. Unknown fields are ignored (of desk documents and operations: kept and passed on);
an unknown word where a list of words is given is read as \`unknown\`, never as good. Strings are read as NFC without control and bidi characters; only \`text\` keeps its line breaks.`;

const CHECKS = `## What is refused

In this order; the first failure drops the whole message and keeps the last good value.

| reason | when |
|---|---|
| \`topic\`, \`site_id\` | the topic is none of the above; its site level is no site id |
| \`too_large\` | more bytes than the table allows |
| \`utf8\`, \`depth\`, \`json\` | no UTF-8; more than 32 levels; no JSON |
| \`type\` | no object |
| \`version\` | \`v\` is a higher number: "needs a newer console" |
| \`bad_unit\` | \`ts\` is neither 0 (clock not set) nor an integer from 1e11 on |
| \`lamport\` | an \`n\` above 10⁹ |
| \`schema\` | a field below is missing, of the wrong type or beyond its limits |
| \`site_mismatch\` | \`site\` is not the site of the topic |

An empty payload on a retained topic means unknown; it deletes nothing.`;

/** One member a line, what is inside it on the same one. */
const example = (value: object): string => {
  const members = Object.entries(value).map(([key, member]) => `  ${JSON.stringify(key)}: ${JSON.stringify(member)}`);
  return `\`\`\`json\n{\n${members.join(',\n')}\n}\n\`\`\``;
};

const section = (title: string, schema: TSchema, without: readonly string[], sample: object, notes = ''): string =>
  [`### ${title}`, notes, fieldTable(fieldRows(schema, without)), example(sample)].filter((part) => part !== '').join('\n\n');

const hasEnvelope = ({ direction }: CatalogueEntry): boolean => direction === 'up';

const kindSection = (kind: TopicKind): string => {
  const entry = CATALOGUE[kind];
  const title = `\`${entry.topic}\``;
  if (kind === 'bridge/state') return `### ${title}\n\nPlain text of the broker, not JSON: \`1\` the bridge is up, \`0\` it is down, anything else is no evidence.`;
  const notes = hasEnvelope(entry) ? 'With the envelope.' : '';
  return section(title, entry.schema, hasEnvelope(entry) ? ENVELOPE_FIELDS : [], EXAMPLES[kind], notes);
};

const envelopeRows = fieldRows(StateAgent).filter(({ path }) => ENVELOPE_FIELDS.includes(path));

const ENVELOPE = `## Envelope

Every message of an agent (direction up); \`ttl_s\` in states only. States are ordered by (\`boot\`, \`seq\`), each topic for itself; copies of an event are dropped by (site, \`boot\`, \`seq\`); nothing is ever ordered by \`ts\`.

${fieldTable(envelopeRows)}`;

const HEAD = `<!-- Generated by scripts/generate-protocol.ts from fleet/wire; \`npm run generate\` writes it. Do not edit. -->
# Protocol between sites, hub and consoles, version 1

What may stand in each message. The meaning of it all, order and silence included, is in [fleet-spec.md](fleet-spec.md).`;

/** The whole page, ending in a line break. */
export const protocolPage = (): string =>
  [
    HEAD,
    NAMES,
    TOPICS,
    ENVELOPE,
    CHECKS,
    '## Messages',
    ...TOPIC_KINDS.flatMap((kind) =>
      kind === 'state/agent'
        ? [kindSection(kind), section('Last will on `fleet/v1/S/state/agent`', AgentWill, [], EXAMPLE_WILL, 'The one message without `seq` and `ts`.')]
        : kind === 'cmd/req'
          ? [kindSection(kind), section('Payload of `fleet/v1/S/cmd/req`', CommandPayload, [], EXAMPLE_COMMAND)]
          : [kindSection(kind)],
    ),
    section(`\`${LOCAL_HOLD_TOPIC}\``, LocalHold, [], EXAMPLE_HOLD, "On the site's own broker only."),
  ].join('\n\n') + '\n';
