import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createAuthority } from '../platform/certificates.test-support.ts';
import { startBroker } from './support/broker.ts';
import { startConsole } from './support/console.ts';
import { freshDir } from './support/paths.ts';

test('a hub with its own CA, client certificate and password is reached with files and environment', async () => {
  const authority = createAuthority();
  const server = authority.issue('hub');
  const client = authority.issue('console');
  const passwords = join(freshDir('hub'), 'passwords');
  writeFileSync(passwords, '', { mode: 0o600 });
  execFileSync('mosquitto_passwd', ['-b', passwords, 'desk', 'hunter2']);
  const hub = await startBroker({
    config: [
      ...[`cafile ${authority.caPath}`, `certfile ${server.certPath}`, `keyfile ${server.keyPath}`],
      ...['require_certificate true', `password_file ${passwords}`, 'allow_anonymous false'],
    ],
  });
  const args = ['--hub', hub.url.replace('mqtt:', 'mqtts:')];
  const files = { BLOCAO_HUB_CA: authority.caPath, BLOCAO_HUB_CERT: client.certPath, BLOCAO_HUB_KEY: client.keyPath };
  const credentials = { BLOCAO_HUB_USER: 'desk', BLOCAO_HUB_PASSWORD: 'hunter2' };

  const desk = await startConsole({ args, env: { ...files, ...credentials } });
  await expect(desk.page.getByTestId('hubs')).toHaveText('1 of 1');
  await expect(desk.page.getByTestId('first-words')).toContainText('No site');
  await desk.close();

  const refused = await startConsole({ args, env: { ...files, ...credentials, BLOCAO_HUB_PASSWORD: 'wrong' } });
  // mosquitto answers a wrong password with "not authorised".
  await expect(refused.page.getByTestId('first-words')).toContainText('it refuses this user or the password');
  await refused.close();

  const stranger = await startConsole({ args, env: credentials });
  await expect(stranger.page.getByTestId('first-words')).toContainText('its certificate is not trusted');
  await stranger.close();
  authority.dispose();
  await hub.kill();
});
