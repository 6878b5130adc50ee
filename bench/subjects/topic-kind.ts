import type { TopicKind } from '../../fleet/wire/catalogue.ts';
import { TOPIC_ROOT } from '../../fleet/topics.ts';

/** Kind of a site's topic by its end, the cheapest look-up that a schema check can do with. */
export const decodeTopicKind = (topic: string): TopicKind | undefined => {
  const slash = topic.indexOf('/', TOPIC_ROOT.length);
  return slash < 0 ? undefined : (topic.slice(slash + 1) as TopicKind);
};
