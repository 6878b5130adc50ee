import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, decodeBytes, encode } from '../../fleet/decode.ts';
import { deskTopic, HUB_SUMMARY_TOPIC, siteTopic } from '../../fleet/topics.ts';
import { CATALOGUE, TOPIC_KINDS } from '../../fleet/wire/catalogue.ts';
import type { BodyKind } from '../../fleet/wire/messages.ts';
import { CommandPayload } from '../../fleet/wire/command-request.ts';
import { LocalHold } from '../../fleet/wire/local-hold.ts';
import { EXAMPLES, EXAMPLE_COMMAND, EXAMPLE_HOLD, EXAMPLE_SITE, EXAMPLE_WILL } from './examples.ts';
import { protocolPage } from './page.ts';
import { fieldRows } from './schema-table.ts';

const KINDS = TOPIC_KINDS.filter((kind): kind is BodyKind => kind !== 'bridge/state');
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const exampleTopic = (kind: BodyKind): string => {
  if (kind === 'desk/alert') return deskTopic(kind, EXAMPLE_SITE, 'x');
  if (kind === 'desk/site') return deskTopic(kind, EXAMPLE_SITE);
  if (kind === 'desk/operator') return deskTopic(kind, EXAMPLES[kind].console);
  if (kind === 'desk/rollout') return deskTopic(kind, EXAMPLES[kind].id);
  if (kind === 'desk/window' || kind === 'desk/rule' || kind === 'desk/handover') return deskTopic(kind, 'x');
  return kind === 'hub/summary' ? HUB_SUMMARY_TOPIC : siteTopic(EXAMPLE_SITE, kind);
};

test('FS-36: every example decodes to itself on its topic', () => {
  for (const kind of KINDS) {
    const decoded = decode(exampleTopic(kind), bytesOf(encode(kind, EXAMPLES[kind])));
    assert.ok(decoded.ok, `${kind} ${JSON.stringify(decoded)}`);
    assert.deepEqual('body' in decoded.message && decoded.message.body, EXAMPLES[kind], kind);
  }
  const will = decode(siteTopic(EXAMPLE_SITE, 'state/agent'), bytesOf(JSON.stringify(EXAMPLE_WILL)));
  assert.ok(will.ok && will.message.kind === 'will');
  assert.ok(decodeBytes(CommandPayload, bytesOf(JSON.stringify(EXAMPLE_COMMAND)), 16_384).ok);
  assert.ok(decodeBytes(LocalHold, bytesOf(JSON.stringify(EXAMPLE_HOLD)), 16_384).ok);
});

test('FS-36: the payload in the example of cmd/req is a command', () => {
  const payload = Buffer.from(EXAMPLES['cmd/req'].payload, 'base64url');
  assert.ok(decodeBytes(CommandPayload, payload, 16_384).ok, payload.toString());
});

test('FS-36: every field of every message has a description', () => {
  for (const kind of KINDS) {
    for (const { path, description } of fieldRows(CATALOGUE[kind].schema)) assert.notEqual(description, '', `${kind} ${path}`);
  }
});

test('FS-36: the same sources give the same page, with every topic on it', () => {
  const page = protocolPage();
  assert.equal(page, protocolPage());
  for (const kind of TOPIC_KINDS) assert.ok(page.includes(`### \`${CATALOGUE[kind].topic}\``), kind);
});
