import { parseArgs } from 'node:util';
import { readSettings } from '../site/run-site.ts';
import { checkUp } from './doctor.ts';
import { bad, doctorText, exitCodeOf } from './doctor-report.ts';
import type { DoctorReport } from './doctor-report.ts';
import { DEFAULT_SETTINGS } from './run-status.ts';

export const DOCTOR_USAGE = `blocao-agent doctor [--settings FILE] [--json]

Checks everything from the settings to headquarters and gives the code that headquarters reads back. Run it with sudo.
Ends with 0 when there is no fault.`;

const optionsOf = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: { settings: { type: 'string' }, json: { type: 'boolean' } } }).values;
  } catch {
    return undefined;
  }
};

const reportOn = async (path: string): Promise<DoctorReport> => {
  const read = readSettings(path);
  if (read.ok) return checkUp(read.file);
  return { steps: [bad('settings', `${path}: ${read.reason}`, 'Mend the settings: blocao-agent site --check --settings FILE says the same.')] };
};

/** Runs the command; answers its exit code. */
export const runDoctor = async (args: readonly string[]): Promise<number> => {
  const options = optionsOf(args);
  if (options === undefined) {
    process.stderr.write(`${DOCTOR_USAGE}\n`);
    return 2;
  }
  const report = await reportOn(options.settings ?? DEFAULT_SETTINGS);
  process.stdout.write(options.json ? `${JSON.stringify(report, undefined, 2)}\n` : doctorText(report));
  return exitCodeOf(report);
};
