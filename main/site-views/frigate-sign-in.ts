import { net, type Session } from 'electron';
import type { ConsoleProxy } from '../../fleet/tunnel/process.ts';

export interface SignInParts {
  readonly session: Session;
  /** Of the console: the only place that the password is sent to. */
  readonly origin: string;
  readonly proxy: ConsoleProxy;
  readonly user: string;
  readonly password: string;
}

/** Frigate's own; it answers with a cookie. */
const FRIGATE_LOGIN_PATH = '/api/login';
const PATIENCE_MS = 5_000;

/**
 * Signs in at the site's Frigate by main, over the console's own session: Frigate's cookie is then there when the page
 * loads, and the password never passes through a page. A redirect is not followed. `none`: nobody there takes passwords.
 */
export const signInAtFrigate = ({ session, origin, proxy, user, password }: SignInParts): Promise<'ok' | 'refused' | 'none'> =>
  new Promise((resolve) => {
    const request = net.request({ method: 'POST', url: `${origin}${FRIGATE_LOGIN_PATH}`, session, useSessionCookies: true, redirect: 'error' });
    const timer = setTimeout(() => done('none'), PATIENCE_MS);
    const done = (outcome: 'ok' | 'refused' | 'none'): void => {
      clearTimeout(timer);
      resolve(outcome);
      request.abort();
    };
    request.setHeader('Content-Type', 'application/json');
    request.on('login', ({ isProxy, port }, answer) => {
      if (isProxy && port === proxy.port) answer(proxy.user, proxy.password);
      else answer();
    });
    request.on('response', ({ statusCode }) => done(statusCode === 200 ? 'ok' : statusCode === 401 || statusCode === 403 ? 'refused' : 'none'));
    request.on('error', () => done('none'));
    request.end(JSON.stringify({ user, password }));
  });
