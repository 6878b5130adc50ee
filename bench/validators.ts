import { execFileSync } from 'node:child_process';
import { decode } from '../fleet/decode.ts';
import { CANDIDATES, loadCandidate } from './validators/candidates.ts';
import type { Check } from './validators/candidates.ts';
import { MESSAGES } from './validators/messages.ts';
import type { SampleMessage } from './validators/messages.ts';

/*
 * Which validator checks our messages fastest? Reference: JSON.parse of the same message in the same round. The figures of
 * docs/decisions/0002-validator.md come from here. ajv, zod and valibot are not dependencies: those that are missing are
 * skipped; to compare all, first `npm install --no-save ajv@8.20.0 zod@4.6.7 valibot@1.5.0`.
 *
 *   node bench/validators.ts [--json]
 */

const ROUNDS = 15;
const ITERATIONS = 20_000;

interface Contestant {
  readonly name: string;
  readonly run: () => void;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const microsecondsOf = (run: () => void): number => {
  const start = process.hrtime.bigint();
  for (let at = 0; at < ITERATIONS; at += 1) run();
  return Number(process.hrtime.bigint() - start) / 1_000 / ITERATIONS;
};

/** Interleaved: each round runs everybody once, so that a slow moment of the machine hits all. */
const race = (contestants: readonly Contestant[]): Map<string, number> => {
  const times = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = -2; round < ROUNDS; round += 1) {
    for (const { name, run } of contestants) {
      const microseconds = microsecondsOf(run);
      if (round >= 0) times.get(name)?.push(microseconds);
    }
  }
  return new Map([...times].map(([name, values]) => [name, median(values)]));
};

const mustAccept = (name: string, check: Check, value: unknown): void => {
  if (!check(value)) throw new Error(`${name} refuses a valid message`);
  if (check({ ...(value as object), boot: 'x' })) throw new Error(`${name} accepts a broken message`);
};

const contestantsFor = async ({ topic, schema, body }: SampleMessage): Promise<Contestant[]> => {
  const text = JSON.stringify(body);
  const bytes = new TextEncoder().encode(text);
  const contestants: Contestant[] = [
    { name: 'JSON.parse', run: () => void JSON.parse(text) },
    { name: 'decode (whole)', run: () => void decode(topic, bytes) },
  ];
  for (const name of CANDIDATES) {
    const make = await loadCandidate(name);
    if (make === undefined) continue;
    const check = make(schema);
    const value: unknown = JSON.parse(text);
    mustAccept(name, check, value);
    contestants.push({ name, run: () => void check(value) });
  }
  return contestants;
};

/** A fresh process: import, compile one schema, check once. Milliseconds, median of five. */
const loadMs = (name: string): number => {
  const probe = new URL('./validators/load-probe.ts', import.meta.url).pathname;
  return median(Array.from({ length: 5 }, () => Number(execFileSync(process.execPath, [probe, name], { encoding: 'utf8' }))));
};

interface Row {
  readonly message: string;
  readonly bytes: number;
  readonly name: string;
  readonly microseconds: number;
  readonly perParse: number;
}

const results: Row[] = [];
for (const sample of MESSAGES) {
  const times = race(await contestantsFor(sample));
  const parse = times.get('JSON.parse') ?? NaN;
  const message = sample.topic.split('/').slice(-2).join('/');
  const bytes = JSON.stringify(sample.body).length;
  for (const [name, microseconds] of times) results.push({ message, bytes, name, microseconds, perParse: microseconds / parse });
}

/** The probe is TypeScript: only where this file itself runs from source. */
const load: { readonly name: string; readonly ms: number }[] = [];
if (import.meta.url.endsWith('.ts')) {
  for (const name of CANDIDATES) if ((await loadCandidate(name)) !== undefined) load.push({ name, ms: loadMs(name) });
}

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ node: process.version, results, load }));
} else {
  for (const { message, bytes, name, microseconds, perParse } of results) {
    console.log(`${message} ${bytes} B  ${name.padEnd(22)} ${microseconds.toFixed(3)} µs  ${perParse.toFixed(3)} × JSON.parse`);
  }
  for (const { name, ms } of load) console.log(`load + first check  ${name.padEnd(22)} ${ms.toFixed(1)} ms`);
}
