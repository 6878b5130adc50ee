import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatherHubs } from './hub-secrets.ts';
import { createSecretStore, takeEnvironmentSecret, type Keychain } from './secrets.ts';

const hub = { id: 'hub-1', name: 'Frankfurt', url: 'mqtts://hub.example:8883', user: 'desk' };
const quiet = (): void => undefined;

/** The three calls in use, on a map: a test of our rules; the real keychain is in e2e. */
const memoryKeychain = (): { keychain: Keychain; entries: Map<string, string> } => {
  const entries = new Map<string, string>();
  const keychain: Keychain = {
    getPassword: (_service, account) => Promise.resolve(entries.get(account) ?? null),
    setPassword: (_service, account, password) => Promise.resolve(void entries.set(account, password)),
    deletePassword: (_service, account) => Promise.resolve(entries.delete(account)),
    findCredentials: () => Promise.resolve([...entries].map(([account, password]) => ({ account, password }))),
  };
  return { keychain, entries };
};
const missing = (): Promise<Keychain> => Promise.reject(new Error('Cannot autolaunch D-Bus'));

test('a password goes to the keychain and is found again for its user', async () => {
  const { keychain, entries } = memoryKeychain();
  const store = createSecretStore(() => Promise.resolve(keychain), quiet);
  assert.equal(await store.keep(hub, 'pw'), 'keychain');
  assert.deepEqual([...entries], [['desk@hub.example:8883', 'pw']]);
  assert.deepEqual(await store.find(hub), { user: 'desk', password: 'pw' });
  assert.deepEqual(await store.find({ ...hub, user: 'other' }), { user: 'other' });
});

test('a hub of the command line finds the credentials stored for its address', async () => {
  const { keychain } = memoryKeychain();
  const store = createSecretStore(() => Promise.resolve(keychain), quiet);
  await store.keep(hub, 'pw');
  const { user: _user, ...adHoc } = hub;
  assert.deepEqual(await store.find(adHoc), { user: 'desk', password: 'pw' });
  assert.deepEqual(await store.find({ ...adHoc, url: 'mqtts://other.example:8883' }), {});
});

test('without a keychain a password lasts until the console ends, and that is said', async () => {
  const said: string[] = [];
  const store = createSecretStore(missing, (text) => said.push(text));
  assert.equal(await store.keep(hub, 'pw'), 'session');
  assert.deepEqual(await store.find(hub), { user: 'desk', password: 'pw' });
  assert.match(said.join(), /until the console ends/);
  assert.deepEqual(await createSecretStore(missing, quiet).find(hub), { user: 'desk' });
});

test('FS-749: a keychain that cannot be reached is told when somebody asks', async () => {
  const { keychain } = memoryKeychain();
  assert.equal(await createSecretStore(() => Promise.resolve(keychain), quiet).probe(), 'present');
  assert.equal(await createSecretStore(missing, quiet).probe(), 'missing');
  const locked: Keychain = { ...keychain, findCredentials: () => Promise.reject(new Error('locked')) };
  assert.equal(await createSecretStore(() => Promise.resolve(locked), quiet).probe(), 'missing');
});

test('a hub without a password leaves the keychain alone', async () => {
  const store = createSecretStore(() => assert.fail('asked'), quiet);
  assert.equal(await store.keep(hub, undefined), 'none');
});

test('credentials of the environment are taken out of it', () => {
  const env = { BLOCAO_HUB_USER: 'desk', BLOCAO_HUB_PASSWORD: 'pw', PATH: '/bin' };
  assert.deepEqual(takeEnvironmentSecret(env), { user: 'desk', password: 'pw' });
  assert.deepEqual(env, { PATH: '/bin' });
});

test('credentials of the environment spare the keychain', async () => {
  const store = createSecretStore(() => assert.fail('asked'), quiet);
  const gathered = await gatherHubs([hub], {
    given: () => ({ user: 'ops', password: 'pw' }),
    find: store.find,
    pem: () => ({}),
  });
  assert.deepEqual(gathered, { hubs: [{ ...hub, user: 'ops', password: 'pw' }] });
});

test('a keychain that keeps silent does not keep the last picture waiting; its late answer arrives', async () => {
  let answer = (_password: string): void => undefined;
  const slow = new Promise<string>((resolve) => (answer = resolve));
  const keychain = { ...memoryKeychain().keychain, getPassword: () => slow };
  const { find } = createSecretStore(() => Promise.resolve(keychain), quiet);
  const gathered = await gatherHubs([hub], { given: () => undefined, find, pem: () => ({}) });
  assert.deepEqual(gathered.hubs, [hub]);
  answer('pw');
  assert.deepEqual(await gathered.late, [{ ...hub, password: 'pw' }]);
});

test('a hub that is removed leaves no password behind, with or without a keychain', async () => {
  const { keychain, entries } = memoryKeychain();
  const store = createSecretStore(() => Promise.resolve(keychain), quiet);
  await store.keep(hub, 'pw');
  await store.forget(hub);
  assert.deepEqual([...entries], []);
  const session = createSecretStore(missing, quiet);
  await session.keep(hub, 'pw');
  await session.forget(hub);
  assert.deepEqual(await session.find(hub), { user: 'desk' });
});
