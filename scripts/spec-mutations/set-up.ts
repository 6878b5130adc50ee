import { within } from '../spec/mutation.ts';
import type { SpecMutation } from '../spec/mutation.ts';

const templates = within('agent/templates', 'templates');

/** One line of a template that brokers read. */
const line = (rule: SpecMutation['rule'], file: string, find: string, replace: string, test: string): SpecMutation => ({
  ...{ rule, file: `resources/${file}`, find, replace },
  test: `agent/init/${test}.test.ts`,
});

export const mutations: readonly SpecMutation[] = [
  templates('FS-693', 'hub-answers', "if (typeof network !== 'string' || !isNetwork(network)) problems", "if (typeof network !== 'string') problems"),
  line('FS-694', 'hub/sites.acl', 'pattern write fleet/v1/%u/event/#', 'pattern write fleet/v1/+/event/#', 'hub-rights'),
  line('FS-695', 'hub/mosquitto.conf', 'use_username_as_clientid true\n', '', 'hub-rights'),
  line('FS-696', 'hub/viewer.acl', 'topic read fleet/v1/_desk/#', 'topic readwrite fleet/v1/_desk/#', 'hub-rights'),
  line('FS-697', 'hub/mosquitto.conf', 'message_size_limit 262144', 'max_packet_size 262144', 'bridges'),
  line('FS-698', 'site/bridge.conf', 'topic event/# out 1', 'topic event/# out 0', 'bridges'),
  line('FS-699', 'hub/mosquitto.conf', 'crlfile {{tlsDir}}/crl.pem\n', '', 'bridges'),
];
