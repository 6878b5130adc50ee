import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSiteKit, SITE_KIT_KIND } from '../../../fleet/site-kit.ts';
import { createWords, LANGUAGES } from '../../i18n/index.ts';
import { checkFields, knownHubs, placeIn, type PrepareFields } from './prepare-site-form.ts';
import { installerSteps, stepsText } from './prepare-site-steps.ts';

const FIELDS: PrepareFields = {
  ...{ site: ' bl-lab-1 ', name: 'Lab', address: '', region: '', lat: '47,5', lon: ' -8.25 ', timeZone: 'Europe/Zurich' },
  ...{ contactName: '', contactPhone: '1', hubs: 'hub.a.example; hub.b.example:443' },
};
const CA = '-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n';

test('What the form takes is a kit that the agent takes', () => {
  const checked = checkFields(FIELDS);
  assert.ok(checked.ok);
  assert.deepEqual(checked.form, {
    site: 'BL-LAB-1',
    description: { name: 'Lab', lat: 47.5, lon: -8.25, time_zone: 'Europe/Zurich', contact: { phone: '1' } },
    // Two hubs whose first labels are the same keep apart.
    hubs: [
      { name: 'hub-a-example', host: 'hub.a.example', port: 8883 },
      { name: 'hub-b-example', host: 'hub.b.example', port: 443 },
    ],
  });
  assert.ok(checkSiteKit({ kind: SITE_KIT_KIND, v: 1, ...checked.form, ca: CA }).ok);
});

test('Each fault is told at its field', () => {
  const faults = (change: Partial<PrepareFields>) => {
    const checked = checkFields({ ...FIELDS, ...change });
    return checked.ok ? {} : checked.faults;
  };
  assert.deepEqual(faults({ site: 'lab' }), { site: 'siteFault' });
  for (const place of [{ lat: '91' }, { lat: '' }, { lon: 'x' }, { lon: '1e2' }]) assert.deepEqual(faults(place), { lat: 'placeFault' });
  assert.deepEqual(faults({ lat: '', lon: '' }), {});
  for (const timeZone of ['', 'Mars/Olympus']) assert.deepEqual(faults({ timeZone }), { timeZone: 'zoneFault' });
  for (const hubs of ['', 'a b,', 'a..b', 'hub:0', 'a,b,c,d,e']) assert.ok(['', 'a..b', 'hub:0', 'a,b,c,d,e'].includes(hubs) ? faults({ hubs }).hubs : !faults({ hubs }).hubs, hubs);
  assert.equal(placeIn({ lat: '1', lon: '' }), undefined);
});

test('The hubs of this console are proposed by host, each once', () => {
  const hubs = ['mqtts://hub-a.example:8884', 'wss://hub-a.example:443/mqtt', 'mqtts://hub-b.example'];
  assert.equal(knownHubs(hubs.map((url) => ({ url }))), 'hub-a.example, hub-b.example');
});

test('The steps are whole in every language, for both kinds of package and for none', () => {
  const packs = [
    { file: 'blocao-agent_1.0.0_amd64.deb', arch: 'x64', form: 'deb', bytes: 1 },
    { file: 'blocao-agent-1.0.0-linux-arm64.tar.gz', arch: 'arm64', form: 'tar.gz', bytes: 1 },
    undefined,
  ] as const;
  for (const language of LANGUAGES) {
    const words = createWords(language);
    const tools = { t: words.t } as Parameters<typeof installerSteps>[0];
    for (const pack of packs) {
      const text = stepsText(tools, { site: 'BL-LAB-1', name: 'Lab', pack });
      assert.ok(!text.includes('{{') && !text.includes('prepare.'), text);
      assert.equal(installerSteps(tools, { site: 'BL-LAB-1', name: undefined, pack }).length, 8);
      if (pack !== undefined) assert.ok(text.includes(pack.file));
    }
  }
});
