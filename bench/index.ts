import os from 'node:os';
import { runAgent } from './agent.ts';
import { runCatchUp } from './catch-up.ts';
import { runMosquitto } from './mosquitto.ts';
import { runPipeline } from './pipeline.ts';
import type { Benchmark, Result } from './result.ts';
import { runScale } from './scale.ts';
import { runMessageToPixel } from './window/message-to-pixel.ts';
import { runMemory } from './window/memory.ts';
import { runPins } from './window/pins.ts';
import { runStart } from './window/start.ts';
import { tableOf } from './table.ts';
import { runTunnel } from './tunnel.ts';

/*
 * `npm run bench -- [name …] [--json]`: all benchmarks, or those named. A missed goal is a result and no failure; a
 * missing message, row or record is one. With --json stdout is one object and nothing else.
 */

const BENCHMARKS: readonly Benchmark[] = [
  { name: 'pipeline', run: (context) => runPipeline(context) },
  { name: 'mosquitto', run: (context) => runMosquitto(context) },
  { name: 'scale', run: (context) => runScale(context) },
  { name: 'catch-up', run: (context) => runCatchUp(context) },
  { name: 'agent', run: (context) => runAgent(context) },
  { name: 'message-to-pixel', run: (context) => runMessageToPixel(context) },
  { name: 'start', run: (context) => runStart(context) },
  { name: 'pins', run: (context) => runPins(context) },
  { name: 'memory', run: (context) => runMemory(context) },
  { name: 'tunnel', run: (context) => runTunnel(context) },
];

const args = process.argv.slice(2);
const json = args.includes('--json');
const wanted = args.filter((argument) => argument !== '--json');
const unknown = wanted.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(', ')}. There are: ${BENCHMARKS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const say = (text: string): void => console.error(text);
const results: Result[] = [];
for (const benchmark of BENCHMARKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  say(benchmark.name);
  results.push(...(await benchmark.run({ say })));
}

const machine = { cores: os.cpus().length, cpu: os.cpus()[0]?.model ?? '', memoryMb: Math.round(os.totalmem() / 1_048_576), platform: `${os.platform()} ${os.release()}` };
if (json) console.log(JSON.stringify({ date: new Date().toISOString(), machine, results }, undefined, 2));
else console.log(tableOf(results));
process.exit(0);
