import type { Log } from '../../../platform/log.ts';
import type { FrigateHttp, HttpFault } from './http-answer.ts';

/** Says once when a Frigate's HTTP begins to fail in another way, and once when it answers again. 404 is an answer. */
export const logFaults = (http: FrigateHttp, log: Log): FrigateHttp => {
  let fault: HttpFault | undefined;
  const note = (next: HttpFault | undefined): void => {
    if (next === fault) return;
    fault = next;
    if (next === undefined) log.info('frigate answers over HTTP');
    else log.warn('frigate over HTTP', { fault: next });
  };
  return {
    faults: http.faults,
    get failure() {
      return http.failure;
    },
    get: async (path, maxBytes) => {
      const answer = await http.get(path, maxBytes);
      if (answer.ok) note(undefined);
      else if (answer.fault !== 'missing') note(answer.fault);
      return answer;
    },
  };
};
