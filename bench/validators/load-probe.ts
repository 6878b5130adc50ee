import { loadCandidate } from './candidates.ts';
import { MESSAGES } from './messages.ts';

/* One process, one library: milliseconds from its import to the first check of the first message. */

const start = performance.now();
const make = await loadCandidate(process.argv[2] ?? '');
const [message] = MESSAGES;
if (make === undefined || message === undefined || !make(message.schema)(message.body)) throw new Error('no check');
console.log(performance.now() - start);
