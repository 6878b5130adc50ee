import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface ProxyCredentials {
  readonly user: string;
  readonly password: string;
  /** Of a `Proxy-Authorization` header; takes the same time whatever is wrong with it. */
  readonly fits: (header: string | undefined) => boolean;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** New random credentials; whoever has no part in this opening cannot use its proxy. */
export const createCredentials = (): ProxyCredentials => {
  const user = randomBytes(8).toString('hex');
  const password = randomBytes(24).toString('base64url');
  const wanted = digest(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
  return { user, password, fits: (header) => timingSafeEqual(digest(header ?? ''), wanted) };
};
