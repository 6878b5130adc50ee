import type { MqttClient } from 'mqtt';

/**
 * Real milliseconds between an MQTT ping and its answer, or undefined where none came in time. While the link does not
 * read (full inbox) the answer waits in the socket: then it is the way of a message, which is what is asked.
 */
export const pingOf = (client: MqttClient, patienceMs: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const sentMs = performance.now();
    const settle = (ms: number | undefined): void => {
      clearTimeout(timer);
      client.removeListener('packetreceive', look);
      resolve(ms);
    };
    const look = ({ cmd }: { readonly cmd: string }): void => {
      if (cmd === 'pingresp') settle(performance.now() - sentMs);
    };
    const timer = setTimeout(() => settle(undefined), patienceMs);
    client.on('packetreceive', look);
    client.sendPing();
  });
