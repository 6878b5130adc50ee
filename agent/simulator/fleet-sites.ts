import { DEFAULT_NVR, parseNvrId, parseSiteId } from '../../fleet/ids.ts';
import type { NvrId, SiteId } from '../../fleet/ids.ts';
import { defaultPrefix } from '../site/frigate/topics.ts';
import { agentSettings } from '../site/settings.ts';
import type { AgentSettings, CameraSettings, NvrSettings } from '../site/settings.ts';
import { generatedPlace } from './cities.ts';
import { consoleHost, consolePort } from './console/sites.ts';
import { PLACES } from './places.ts';
import type { Place } from './places.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';

/*
 * SIMULATION: from places to what each agent is set to.
 */

const SPOTS = [
  ['entrance', 'Entrance'],
  ['till', 'Till'],
  ['stock_room', 'Stock room'],
  ['back_door', 'Back door'],
  ['loading_bay', 'Loading bay'],
  ['car_park', 'Car park'],
  ['aisle', 'Aisle'],
  ['office', 'Office'],
] as const;

const cameraAt = (index: number, random: Random): CameraSettings => {
  const [id, name] = SPOTS[index % SPOTS.length] ?? SPOTS[0];
  const round = Math.floor(index / SPOTS.length);
  return {
    id: round === 0 ? id : `${id}_${round + 1}`,
    name: round === 0 ? name : `${name} ${round + 1}`,
    expectedFps: 5,
    enabled: random.next() > 0.03,
    record: true,
    audio: id === 'entrance',
  };
};

const nvrId = (index: number, count: number): NvrId =>
  count === 1 ? DEFAULT_NVR : (parseNvrId(`nvr${index + 1}`) ?? DEFAULT_NVR);

const nvrSettings = (cameras: number, index: number, count: number, random: Random): NvrSettings => {
  const id = nvrId(index, count);
  return {
    id,
    prefix: defaultPrefix(id, count),
    cameras: Array.from({ length: cameras }, (_, camera) => cameraAt(camera, random)),
    model: 'ssdlite_mobilenet_v2',
    features: ['semantic_search'],
  };
};

const slug = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^a-zA-Z ]/g, '')
    .toLowerCase()
    .replaceAll(' ', '.');

const settingsOf = (place: Place, seed: number): AgentSettings => {
  const site = parseSiteId(place.id);
  if (site === undefined) throw new Error(`not a site id: ${place.id}`);
  const random = createRandom(seed, `${place.id} settings`);
  return agentSettings({
    site,
    description: {
      name: place.name,
      address: place.address,
      lat: place.lat,
      lon: place.lon,
      time_zone: place.zone,
      region: place.region,
      tags: [...place.tags],
      contact: {
        name: place.contact,
        phone: `+00 555 ${String(random.integer(0, 9_999)).padStart(4, '0')}`,
        email: `${slug(place.contact)}@sites.example`,
      },
      consoles: place.cameras.map((_, index) => {
        const id = nvrId(index, place.cameras.length);
        return { id, name: `Frigate ${id}`, nvr: id, host: consoleHost(site), port: consolePort(index), scheme: 'http' as const };
      }),
    },
    nvrs: place.cameras.map((cameras, index) => nvrSettings(cameras, index, place.cameras.length, random)),
  });
};

/** The first `count` sites of the fleet: the thirty hand-made ones, then generated ones. */
export const fleetSites = (count: number, seed: number): readonly AgentSettings[] =>
  Array.from({ length: count }, (_, index) =>
    settingsOf(PLACES[index] ?? generatedPlace(index - PLACES.length, seed), seed),
  );

/** One site by its id: a hand-made one, else an invented one of that name. */
export const siteNamed = (site: SiteId, seed: number): AgentSettings => {
  const place = PLACES.find(({ id }) => id === site) ?? { ...generatedPlace(0, seed), id: site, name: `Site ${site}` };
  return settingsOf(place, seed);
};
