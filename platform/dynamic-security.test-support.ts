import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A user of a broker whose rights are refused aloud: mosquitto's file of rights never refuses a subscription. */
export interface SecuredUser {
  readonly user: string;
  readonly password: string;
  readonly deniedReads?: readonly string[];
  readonly deniedWrites?: readonly string[];
}

const ITERATIONS = 101;

const clientOf = ({ user, password }: SecuredUser): object => {
  const salt = randomBytes(12);
  const hash = pbkdf2Sync(password, salt, ITERATIONS, 64, 'sha512').toString('base64');
  return { username: user, password: hash, salt: salt.toString('base64'), iterations: ITERATIONS, roles: [{ rolename: user }] };
};

const roleOf = ({ user, deniedReads = [], deniedWrites = [] }: SecuredUser): object => ({
  rolename: user,
  acls: [
    ...deniedReads.map((topic) => ({ acltype: 'subscribePattern', topic, priority: 10, allow: false })),
    ...deniedWrites.map((topic) => ({ acltype: 'publishClientSend', topic, priority: 10, allow: false })),
    ...['#', '$SYS/#'].map((topic) => ({ acltype: 'subscribePattern', topic, priority: 1, allow: true })),
    { acltype: 'publishClientSend', topic: '#', priority: 1, allow: true },
  ],
});

/** Lines for mosquitto.conf; writes the plugin's own file into `dir`. */
export const dynamicSecurityLines = (dir: string, users: readonly SecuredUser[]): readonly string[] => {
  const file = join(dir, 'dynamic-security.json');
  const defaultACLAccess = { publishClientSend: true, publishClientReceive: true, subscribe: true, unsubscribe: true };
  writeFileSync(file, JSON.stringify({ clients: users.map(clientOf), roles: users.map(roleOf), defaultACLAccess }));
  const folder = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
  return [`plugin ${folder}/mosquitto_dynamic_security.so`, `plugin_opt_config_file ${file}`];
};
