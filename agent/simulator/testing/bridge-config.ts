import type { SiteId } from '../../../fleet/ids.ts';

/** Test code: a bridge of a site's mosquitto to a hub on this machine, without TLS; QoS as in contract §8. */
export const bridgeConfig = (site: SiteId, port: number): string =>
  [
    'connection to-hub',
    `address 127.0.0.1:${port}`,
    `remote_clientid ${site}`,
    `local_clientid bridge-${site}`,
    'bridge_protocol_version mqttv311',
    'cleansession false',
    'restart_timeout 1',
    'try_private false',
    `topic state/# out 0 fleet/v1/ fleet/v1/${site}/`,
    `topic event/# out 1 fleet/v1/ fleet/v1/${site}/`,
  ].join('\n');
