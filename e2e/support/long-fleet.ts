import { connectPublisher, TestSite } from '../../main/engine/site-speaker.test-support.ts';
import { KNOWN_ALERT_KINDS } from '../../renderer/i18n/alert-words.ts';

/*
 * A fleet whose every text is as long as the contract allows people to make it, with one site for each kind of alert: what a
 * screen has to bear at worst. Straight to a hub, without an agent.
 */

const LONG_NAME = 'Zweigniederlassung Donaudampfschifffahrtsgesellschaft, Hauptverwaltungsgebäude und Ersatzteillager Süd';
const LONG_REGION = 'Nordwestdeutschland und Niederlande';
const LONG_ADDRESS = 'Bürgermeister-Hildebrandt-Uferstraße 1234, Hinterhaus, Aufgang C, 20457 Hamburg, Deutschland';
const TAGS = ['logistikzentrum', 'sicherheitsstufe-vier', 'videoueberwachung'];
/** Raised by consoles and agents; those of a console about itself come from nowhere else. */
const KINDS = KNOWN_ALERT_KINDS.filter((kind) => !['hub', 'this_computer', 'two_devices', 'reinstalled'].includes(kind));
const SEVERITIES = ['critical', 'warning', 'info'] as const;

/** Alert kinds need their values to say all that they can. */
const VALUES = {
  ...{ offline: 12, total: 144, full_in_h: 3.5, free_pct: 0.4, inference_ms: 1234.5, detector_ms: 1234.5, temp_c: 101.5 },
  ...{ dropped: 1234, episodes: 12, days_left: 29, skew_ms: 900_000, name: 'Wareneingang Rampe Nord-Ost, Tor 17' },
};

export interface LongFleet {
  readonly sites: number;
  /** One alert of each kind: events, so a console must be listening. */
  readonly raise: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const severityOf = (at: number) => SEVERITIES[at % 3];

/** Publishes the fleet's states, retained. */
export const startLongFleet = async (url: string): Promise<LongFleet> => {
  const publisher = await connectPublisher(url);
  const sites = KINDS.map((kind, at) => ({ kind, at, site: new TestSite(`BL-LANGNAME${10 + at}-AUSSEN${10 + at}`) }));
  for (const { at, site } of sites) {
    const severity = severityOf(at);
    await publisher.send(
      site.state('site', {
        ...{ name: `${LONG_NAME} ${at}`, address: LONG_ADDRESS, region: `${LONG_REGION} ${at % 4}`, tags: TAGS },
        ...{ lat: 36 + (at % 6) * 4, lon: -8 + Math.floor(at / 6) * 7, time_zone: 'Europe/Berlin' },
        contact: { name: 'Maria-Magdalena von Hohenstein-Falkenburg', phone: '+49 40 1234567-890', email: 'leitstand@lager-sued.example' },
      }),
      site.health(severity === 'critical' ? 'err' : severity === 'warning' ? 'warn' : 'ok', {
        nvrs: [{ id: 'nvr', state: 'up', version: '0.16.1', cameras: { total: 144, online: 132, offline: 12, recording: 131 } }],
        disks: [{ path: '/media/frigate/recordings', total_mb: 8_000_000, free_mb: 32_000, full_in_h: 30 }],
        wan: { rtt_ms: 1234.5, loss_pct: 12.5 },
      }),
    );
  }
  const object = 'camera:lager/wareneingang_rampe_nord_ost';
  return {
    sites: sites.length,
    raise: () =>
      publisher.send(
        ...sites.map(({ kind, at, site }) =>
          site.alert(at + 1, 'open', { kind, severity: severityOf(at), object, values: VALUES }),
        ),
      ),
    close: () => publisher.close(),
  };
};
