import { randomBytes } from 'node:crypto';
import type { ViewerAccount } from '../fleet/tunnel/window.ts';
import type { NamedSecrets } from './named-secrets.ts';

const AUTH_KEY = 'tunnel/auth-key';
const STATE_KEY = 'tunnel/state-key';
const viewerName = ({ site, user }: ViewerAccount): string => `tunnel/viewer/${site}/${user}`;

export interface TunnelSecrets {
  readonly authKey: () => Promise<string | undefined>;
  /** Empty takes it away. */
  readonly keepAuthKey: (key: string) => Promise<'keychain' | 'session' | 'none'>;
  /** 32 bytes, hex, made at the first need; undefined without a keychain: what it encrypts could not be read again. */
  readonly stateKey: () => Promise<string | undefined>;
  readonly viewerPassword: (account: ViewerAccount) => Promise<string | undefined>;
  readonly keepViewer: (account: ViewerAccount, password: string) => Promise<'keychain' | 'session'>;
  readonly forgetViewer: (account: ViewerAccount) => Promise<void>;
}

export const createTunnelSecrets = (secrets: NamedSecrets): TunnelSecrets => ({
  authKey: () => secrets.find(AUTH_KEY),
  keepAuthKey: async (key) => {
    if (key !== '') return secrets.keep(AUTH_KEY, key);
    await secrets.forget(AUTH_KEY);
    return 'none';
  },
  stateKey: async () => {
    const stored = await secrets.find(STATE_KEY);
    if (stored !== undefined && /^[0-9a-f]{64}$/.test(stored)) return stored;
    const fresh = randomBytes(32).toString('hex');
    if ((await secrets.keep(STATE_KEY, fresh)) === 'keychain') return fresh;
    await secrets.forget(STATE_KEY);
    return undefined;
  },
  viewerPassword: (account) => secrets.find(viewerName(account)),
  keepViewer: (account, password) => secrets.keep(viewerName(account), password),
  forgetViewer: (account) => secrets.forget(viewerName(account)),
});
