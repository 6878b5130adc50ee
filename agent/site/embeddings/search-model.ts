import { lineOf } from '../frigate/figures.ts';
import type { FrigateHttp } from '../frigate/http-answer.ts';
import { isObject, parseAnyJson } from '../frigate/tolerant-json.ts';

/*
 * The model that makes a Frigate's vectors, by `/api/config`. Two words of it are read, nothing of it is kept or forwarded:
 * it may hold credentials of cameras.
 */

const CONFIG_MAX_BYTES = 8_388_608;
/** Frigate's own default, which its configuration spells out from 0.16 on. */
const DEFAULT_MODEL = 'jinav1';

/** `off`: semantic search is switched off; `unknown`: Frigate did not say. */
export type SearchModel = { readonly state: 'on'; readonly model: string } | { readonly state: 'off' | 'unknown' };

/** `jinav2-large`: small and large make different vectors. */
export const searchModelOf = (body: Uint8Array): SearchModel => {
  const json = parseAnyJson(body);
  if (!json.ok || !isObject(json.value) || json.value['safe_mode'] === true) return { state: 'unknown' };
  const search = json.value['semantic_search'];
  if (!isObject(search) || search['enabled'] !== true) return { state: 'off' };
  const size = lineOf(search['model_size'], 40);
  return { state: 'on', model: `${lineOf(search['model'], 64) ?? DEFAULT_MODEL}${size === null ? '' : `-${size}`}` };
};

export const askSearchModel = async (http: FrigateHttp): Promise<SearchModel> => {
  const answer = await http.get('/api/config', CONFIG_MAX_BYTES);
  return answer.ok ? searchModelOf(answer.body) : { state: 'unknown' };
};
