import type { HubRecord } from '../../fleet/model/hub.ts';
import type { WordTools } from './alert-words.ts';
import { ageWords } from './format.ts';

/** What a hub does or refuses, without its name: "does not answer, next try in 8 s". */
export function hubState({ t, now }: WordTools, hub: HubRecord): string {
  const state =
    hub.state !== 'connected' && hub.problem ? t(`hub.problem.${hub.problem.code}`) : t(`hub.state.${hub.state}`);
  const wait =
    hub.state === 'waiting' && hub.nextTryTs !== undefined && hub.nextTryTs > now ? hub.nextTryTs - now : undefined;
  return wait === undefined ? state : `${state}, ${t('hub.nextTry', { age: ageWords(t, wait) })}`;
}

export const hubSentence = (words: WordTools, hub: HubRecord): string => `${hub.name}: ${hubState(words, hub)}`;
