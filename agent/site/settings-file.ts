import { describeFault } from '../../fleet/schema-fault.ts';
import { lazyCheck } from '../../fleet/validator.ts';
import { settingsFault } from './settings-checks.ts';
import { SettingsFile } from './settings-schema.ts';

/*
 * The settings file of a site: JSON, read once at start.
 */

/** `reason` names the path in the file and what is wrong with it, for people. */
export type ParsedSettings = { readonly ok: true; readonly file: SettingsFile } | { readonly ok: false; readonly reason: string };

const check = lazyCheck(SettingsFile);

const WORDS: Readonly<Record<string, string>> = {
  required: 'is missing',
  name: 'is not a setting of this version',
  type: 'has the wrong type',
  value: 'is not an allowed value',
  minItems: 'has too few entries',
  maxItems: 'has too many entries',
};

const sentence = (fault: string): string => {
  const [where = '/', rule = ''] = fault.split(' ');
  return `${where.slice(1) || 'the file'}: ${WORDS[rule] ?? rule}`;
};

const jsonOf = (text: string): { readonly value: unknown } | { readonly reason: string } => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { reason: `the file: is no JSON (${(error as Error).message})` };
  }
};

/** Reads the text of a settings file. */
export const parseSettingsFile = (text: string): ParsedSettings => {
  const json = jsonOf(text);
  if ('reason' in json) return { ok: false, reason: json.reason };
  if (!check(json.value)) return { ok: false, reason: sentence(describeFault(SettingsFile, json.value)) };
  const file = json.value as SettingsFile;
  const reason = settingsFault(file);
  return reason === undefined ? { ok: true, file } : { ok: false, reason };
};
