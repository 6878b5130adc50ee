import { defaultPrefix } from './frigate/topics.ts';
import type { NvrFile } from './settings-schema.ts';

/** MQTT prefix of an NVR: as set, else by the number of NVRs. */
export const topicPrefixOf = (nvr: Pick<NvrFile, 'id' | 'topic_prefix'>, nvrs: number): string =>
  nvr.topic_prefix ?? defaultPrefix(nvr.id, nvrs);
