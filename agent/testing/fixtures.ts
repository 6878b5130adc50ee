import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { FIXTURES } from '../../fleet/testing/fixtures.ts';

/*
 * Test code: fixtures of Frigate and hostile input as bytes.
 */

/** Names of the fixtures in a folder of e2e/fixtures. */
export const fixtureNames = (kind: 'frigate-mqtt' | 'frigate-api'): readonly string[] => readdirSync(path.join(FIXTURES, kind));

/** Bytes of `frigate-mqtt/…`, `frigate-api/…` or `hostile/…`. */
export const fixture = (name: string): Uint8Array => readFileSync(path.join(FIXTURES, name));

export const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
