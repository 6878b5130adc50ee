import { pbkdf2Sync, randomBytes } from 'node:crypto';

/** A console logs in rarely: 5 ms of the broker each time, a hundred times what mosquitto_passwd writes. */
const ITERATIONS = 10_000;
const HASH_BYTES = 64;
const SALT_BYTES = 12;

/** A line of mosquitto's password file (PBKDF2-SHA512, as mosquitto_passwd writes it); no password crosses a command line. */
export const passwordLine = (user: string, password: string): string => {
  const salt = randomBytes(SALT_BYTES);
  const hash = pbkdf2Sync(password, salt, ITERATIONS, HASH_BYTES, 'sha512');
  return `${user}:$7$${ITERATIONS}$${salt.toString('base64')}$${hash.toString('base64')}\n`;
};

/** 144 random bits as a word that can be typed into Frigate's configuration. */
export const newPassword = (): string => randomBytes(18).toString('base64url');
