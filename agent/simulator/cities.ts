import type { Place } from './places.ts';
import { createRandom } from './random.ts';

/*
 * SIMULATION: sites beyond the thirty hand-made ones, around real cities of Europe.
 */

type City = readonly [code: string, name: string, lat: number, lon: number, region: string, zone: string];

const CITIES: readonly City[] = [
  ['LIS', 'Lisboa', 38.72, -9.14, 'Iberia', 'Europe/Lisbon'],
  ['OPO', 'Porto', 41.15, -8.61, 'Iberia', 'Europe/Lisbon'],
  ['FAO', 'Faro', 37.02, -7.93, 'Iberia', 'Europe/Lisbon'],
  ['MAD', 'Madrid', 40.42, -3.7, 'Iberia', 'Europe/Madrid'],
  ['BCN', 'Barcelona', 41.39, 2.15, 'Iberia', 'Europe/Madrid'],
  ['VLC', 'València', 39.47, -0.38, 'Iberia', 'Europe/Madrid'],
  ['SVQ', 'Sevilla', 37.39, -5.98, 'Iberia', 'Europe/Madrid'],
  ['BIO', 'Bilbao', 43.26, -2.93, 'Iberia', 'Europe/Madrid'],
  ['AGP', 'Málaga', 36.72, -4.42, 'Iberia', 'Europe/Madrid'],
  ['ZAZ', 'Zaragoza', 41.65, -0.88, 'Iberia', 'Europe/Madrid'],
  ['PAR', 'Paris', 48.86, 2.35, 'France', 'Europe/Paris'],
  ['LYS', 'Lyon', 45.76, 4.84, 'France', 'Europe/Paris'],
  ['MRS', 'Marseille', 43.3, 5.37, 'France', 'Europe/Paris'],
  ['BOD', 'Bordeaux', 44.84, -0.58, 'France', 'Europe/Paris'],
  ['TLS', 'Toulouse', 43.6, 1.44, 'France', 'Europe/Paris'],
  ['NTE', 'Nantes', 47.22, -1.55, 'France', 'Europe/Paris'],
  ['LIL', 'Lille', 50.63, 3.07, 'France', 'Europe/Paris'],
  ['SXB', 'Strasbourg', 48.57, 7.75, 'France', 'Europe/Paris'],
  ['BRU', 'Bruxelles', 50.85, 4.35, 'Benelux', 'Europe/Brussels'],
  ['ANR', 'Antwerpen', 51.22, 4.4, 'Benelux', 'Europe/Brussels'],
  ['AMS', 'Amsterdam', 52.37, 4.9, 'Benelux', 'Europe/Amsterdam'],
  ['RTM', 'Rotterdam', 51.92, 4.48, 'Benelux', 'Europe/Amsterdam'],
  ['EIN', 'Eindhoven', 51.44, 5.48, 'Benelux', 'Europe/Amsterdam'],
  ['LUX', 'Luxembourg', 49.61, 6.13, 'Benelux', 'Europe/Luxembourg'],
  ['HAM', 'Hamburg', 53.55, 9.99, 'DACH', 'Europe/Berlin'],
  ['BER', 'Berlin', 52.52, 13.4, 'DACH', 'Europe/Berlin'],
  ['MUC', 'München', 48.14, 11.58, 'DACH', 'Europe/Berlin'],
  ['CGN', 'Köln', 50.94, 6.96, 'DACH', 'Europe/Berlin'],
  ['FRA', 'Frankfurt', 50.11, 8.68, 'DACH', 'Europe/Berlin'],
  ['STR', 'Stuttgart', 48.78, 9.18, 'DACH', 'Europe/Berlin'],
  ['LEJ', 'Leipzig', 51.34, 12.37, 'DACH', 'Europe/Berlin'],
  ['HAJ', 'Hannover', 52.37, 9.73, 'DACH', 'Europe/Berlin'],
  ['NUE', 'Nürnberg', 49.45, 11.08, 'DACH', 'Europe/Berlin'],
  ['ZRH', 'Zürich', 47.37, 8.54, 'DACH', 'Europe/Zurich'],
  ['GVA', 'Genève', 46.2, 6.14, 'DACH', 'Europe/Zurich'],
  ['BSL', 'Basel', 47.56, 7.59, 'DACH', 'Europe/Zurich'],
  ['VIE', 'Wien', 48.21, 16.37, 'DACH', 'Europe/Vienna'],
  ['GRZ', 'Graz', 47.07, 15.44, 'DACH', 'Europe/Vienna'],
  ['LON', 'London', 51.51, -0.13, 'British Isles', 'Europe/London'],
  ['MAN', 'Manchester', 53.48, -2.24, 'British Isles', 'Europe/London'],
  ['BHX', 'Birmingham', 52.48, -1.9, 'British Isles', 'Europe/London'],
  ['EDI', 'Edinburgh', 55.95, -3.19, 'British Isles', 'Europe/London'],
  ['BRS', 'Bristol', 51.45, -2.59, 'British Isles', 'Europe/London'],
  ['DUB', 'Dublin', 53.35, -6.26, 'British Isles', 'Europe/Dublin'],
  ['CPH', 'København', 55.68, 12.57, 'Nordics', 'Europe/Copenhagen'],
  ['AAR', 'Aarhus', 56.16, 10.2, 'Nordics', 'Europe/Copenhagen'],
  ['STO', 'Stockholm', 59.33, 18.07, 'Nordics', 'Europe/Stockholm'],
  ['GOT', 'Göteborg', 57.71, 11.97, 'Nordics', 'Europe/Stockholm'],
  ['OSL', 'Oslo', 59.91, 10.75, 'Nordics', 'Europe/Oslo'],
  ['BGO', 'Bergen', 60.39, 5.32, 'Nordics', 'Europe/Oslo'],
  ['HEL', 'Helsinki', 60.17, 24.94, 'Nordics', 'Europe/Helsinki'],
  ['MIL', 'Milano', 45.46, 9.19, 'Italy', 'Europe/Rome'],
  ['ROM', 'Roma', 41.9, 12.5, 'Italy', 'Europe/Rome'],
  ['NAP', 'Napoli', 40.85, 14.27, 'Italy', 'Europe/Rome'],
  ['TRN', 'Torino', 45.07, 7.69, 'Italy', 'Europe/Rome'],
  ['BLQ', 'Bologna', 44.49, 11.34, 'Italy', 'Europe/Rome'],
  ['WAW', 'Warszawa', 52.23, 21.01, 'CEE', 'Europe/Warsaw'],
  ['KRK', 'Kraków', 50.06, 19.94, 'CEE', 'Europe/Warsaw'],
  ['WRO', 'Wrocław', 51.11, 17.04, 'CEE', 'Europe/Warsaw'],
  ['PRG', 'Praha', 50.08, 14.44, 'CEE', 'Europe/Prague'],
  ['BRQ', 'Brno', 49.2, 16.61, 'CEE', 'Europe/Prague'],
  ['BUD', 'Budapest', 47.5, 19.04, 'CEE', 'Europe/Budapest'],
  ['BTS', 'Bratislava', 48.15, 17.11, 'CEE', 'Europe/Bratislava'],
  ['LJU', 'Ljubljana', 46.06, 14.51, 'CEE', 'Europe/Ljubljana'],
];

const QUARTERS = [
  'Centre',
  'Station',
  'North',
  'South',
  'East',
  'West',
  'Market',
  'Old Town',
  'Park',
  'Harbour',
  'University',
  'Business Park',
  'Outlet',
  'Airport',
  'Arena',
  'Riverside',
] as const;
const FIRST_NAMES = ['Alex', 'Kim', 'Robin', 'Sam', 'Noor', 'Mika', 'Toni', 'Lou'] as const;
const FAMILY_NAMES = ['Berg', 'Costa', 'Meyer', 'Novak', 'Rossi', 'Dubois', 'Larsen', 'Silva'] as const;

/** Hand-made sites use 01 and 02. */
const FIRST_NUMBER = 3;
const JITTER_DEGREES = 0.12;

const camerasOf = (kind: string, random: ReturnType<typeof createRandom>): readonly number[] =>
  kind === 'warehouse' ? [random.integer(8, 16), random.integer(6, 8)] : [random.integer(6, 14)];

/** The `index`-th generated place (from 0); the same for the same seed whatever the size of the fleet. */
export const generatedPlace = (index: number, seed: number): Place => {
  const city = CITIES[index % CITIES.length] ?? (CITIES[0] as City);
  const [code, name, lat, lon, region, zone] = city;
  const round = Math.floor(index / CITIES.length);
  const number = String(FIRST_NUMBER + round).padStart(2, '0');
  const id = `BL-${code}-${number}`;
  const random = createRandom(seed, id);
  const kind = random.next() < 0.12 ? 'warehouse' : 'store';
  const quarter = QUARTERS[round % QUARTERS.length] ?? QUARTERS[0];
  const again = round >= QUARTERS.length ? ` ${Math.floor(round / QUARTERS.length) + 1}` : '';
  return {
    id,
    name: `${name} ${quarter}${again}`,
    address: `${quarter} ${random.integer(900, 999)}, ${name}`,
    lat: Math.round(random.around(lat, JITTER_DEGREES) * 1e4) / 1e4,
    lon: Math.round(random.around(lon, JITTER_DEGREES * 1.5) * 1e4) / 1e4,
    region,
    zone,
    tags: [kind],
    contact: `${random.pick(FIRST_NAMES)} ${random.pick(FAMILY_NAMES)}`,
    cameras: camerasOf(kind, random),
  };
};
