import { readdirSync, readFileSync } from 'node:fs';

/**
 * CPU time of a process in milliseconds, all of its threads, to the nanosecond of the Linux scheduler. Throws where there
 * is no /proc: the benchmarks measure on Linux.
 */
export const cpuMsOf = (pid: number): number => {
  let ns = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    ns += Number(readThread(pid, thread).split(' ')[0]);
  }
  return ns / 1e6;
};

/** A thread may end between the listing and the look. */
const readThread = (pid: number, thread: string): string => {
  try {
    return readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8');
  } catch {
    return '0';
  }
};
