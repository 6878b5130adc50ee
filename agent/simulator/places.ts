/*
 * SIMULATION: the thirty sites of the demo fleet. Cities and positions are real, everything else is invented. Those that the
 * story needs come first, so that a small fleet has a story too.
 */

export interface Place {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly lat: number;
  readonly lon: number;
  readonly region: string;
  readonly zone: string;
  readonly tags: readonly string[];
  readonly contact: string;
  /** Cameras per NVR; two entries are a router with two boxes ("R+2"). */
  readonly cameras: readonly number[];
}

type Row = readonly [
  id: string,
  name: string,
  address: string,
  lat: number,
  lon: number,
  region: string,
  zone: string,
  tags: string,
  contact: string,
  cameras: readonly number[],
];

const ROWS: readonly Row[] = [
  ['BL-WH-N', 'Hamburg warehouse', 'Am Sandtorkai 900, 20457 Hamburg', 53.5431, 9.9866, 'DACH', 'Europe/Berlin', 'warehouse', 'Jonas Petersen', [12, 12]],
  ['BL-MUC-01', 'München Marienplatz', 'Marienplatz 801, 80331 München', 48.1374, 11.5755, 'DACH', 'Europe/Berlin', 'store', 'Katrin Huber', [14]],
  ['BL-WAW-01', 'Warszawa Centrum', 'Marszałkowska 904, 00-102 Warszawa', 52.2319, 21.0067, 'CEE', 'Europe/Warsaw', 'store', 'Marek Nowak', [14]],
  ['BL-BCN-01', 'Barcelona Gràcia', 'Carrer Gran de Gràcia 902, 08012 Barcelona', 41.4003, 2.1545, 'Iberia', 'Europe/Madrid', 'store', 'Núria Soler', [10]],
  ['BL-LON-01', 'London Holborn', 'High Holborn 903, London WC1V', 51.5175, -0.1182, 'British Isles', 'Europe/London', 'store', 'Amelia Clarke', [12]],
  ['BL-LAB-1', 'Lausanne lab', 'Avenue de la Gare 905, 1003 Lausanne', 46.5171, 6.6291, 'DACH', 'Europe/Zurich', 'lab', 'Luc Rochat', [8]],
  ['BL-CPH-01', 'København Vesterbro', 'Vesterbrogade 906, 1620 København', 55.6727, 12.5566, 'Nordics', 'Europe/Copenhagen', 'store', 'Freja Holm', [9]],
  ['BL-BOD-01', 'Bordeaux Lac', 'Avenue des 40 Journaux 907, 33300 Bordeaux', 44.8836, -0.5668, 'France', 'Europe/Paris', 'store', 'Julie Weiss', [11]],
  ['BL-PRG-01', 'Praha Smíchov', 'Nádražní 908, 150 00 Praha', 50.0712, 14.4036, 'CEE', 'Europe/Prague', 'store', 'Jana Dvořáková', [8]],
  ['BL-WH-S', 'Zaragoza warehouse', 'Calle Turiaso 909, 50197 Zaragoza', 41.6217, -1.0014, 'Iberia', 'Europe/Madrid', 'warehouse', 'Javier Lanas', [16, 8]],
  ['BL-PAR-01', 'Paris Haussmann', 'Boulevard Haussmann 910, 75009 Paris', 48.8738, 2.3321, 'France', 'Europe/Paris', 'store,flagship', 'Camille Bernard', [12, 8]],
  ['BL-STO-01', 'Stockholm Södermalm', 'Götgatan 911, 116 46 Stockholm', 59.3145, 18.0732, 'Nordics', 'Europe/Stockholm', 'store', 'Elsa Lindqvist', [8]],
  ['BL-VIE-01', 'Wien Neubau', 'Mariahilfer Straße 912, 1070 Wien', 48.1985, 16.3491, 'DACH', 'Europe/Vienna', 'store', 'Lukas Gruber', [10]],
  ['BL-LYS-01', 'Lyon Part-Dieu', 'Rue Servient 913, 69003 Lyon', 45.7607, 4.8546, 'France', 'Europe/Paris', 'store', 'Hugo Martin', [9]],
  ['BL-MRS-01', 'Marseille Prado', 'Avenue du Prado 914, 13008 Marseille', 43.2783, 5.3886, 'France', 'Europe/Paris', 'store', 'Inès Fabre', [8]],
  ['BL-FRA-01', 'Frankfurt Zeil', 'Zeil 915, 60313 Frankfurt am Main', 50.1147, 8.6849, 'DACH', 'Europe/Berlin', 'store', 'Nina Krämer', [12]],
  ['BL-DUS-01', 'Düsseldorf Kö', 'Königsallee 916, 40212 Düsseldorf', 51.2236, 6.7783, 'DACH', 'Europe/Berlin', 'store', 'Tobias Linden', [10]],
  ['BL-SVQ-01', 'Sevilla Nervión', 'Avenida Luis de Morales 917, 41018 Sevilla', 37.3837, -5.9725, 'Iberia', 'Europe/Madrid', 'store', 'Lucía Romero', [8]],
  ['BL-ZRH-01', 'Zürich Löwenplatz', 'Löwenstrasse 918, 8001 Zürich', 47.3755, 8.5357, 'DACH', 'Europe/Zurich', 'store', 'Reto Meier', [10]],
  ['BL-LIS-01', 'Lisboa Chiado', 'Rua Garrett 919, 1200-204 Lisboa', 38.7107, -9.1424, 'Iberia', 'Europe/Lisbon', 'store', 'Inês Duarte', [12]],
  ['BL-LIS-02', 'Lisboa Oriente', 'Avenida Dom João II 920, 1990-094 Lisboa', 38.7677, -9.0959, 'Iberia', 'Europe/Lisbon', 'store', 'Rui Matos', [10]],
  ['BL-OPO-01', 'Porto Bolhão', 'Rua de Santa Catarina 921, 4000-447 Porto', 41.1489, -8.6064, 'Iberia', 'Europe/Lisbon', 'store', 'Beatriz Lopes', [8]],
  ['BL-MAD-01', 'Madrid Gran Vía', 'Gran Vía 922, 28013 Madrid', 40.4203, -3.7058, 'Iberia', 'Europe/Madrid', 'store,flagship', 'Carlos Vega', [14, 6]],
  ['BL-VLC-01', 'Valencia Colón', 'Carrer de Colom 923, 46004 València', 39.4692, -0.3711, 'Iberia', 'Europe/Madrid', 'store', 'Empar Ferrer', [8]],
  ['BL-BRU-01', 'Bruxelles Louise', 'Avenue Louise 924, 1050 Bruxelles', 50.8331, 4.3602, 'Benelux', 'Europe/Brussels', 'store', 'Sarah Claes', [9]],
  ['BL-AMS-01', 'Amsterdam Centrum', 'Kalverstraat 925, 1012 Amsterdam', 52.3703, 4.8914, 'Benelux', 'Europe/Amsterdam', 'store', 'Daan Visser', [10]],
  ['BL-BER-01', 'Berlin Mitte', 'Friedrichstraße 926, 10117 Berlin', 52.5145, 13.3889, 'DACH', 'Europe/Berlin', 'store', 'Miriam Vogt', [12]],
  ['BL-MIL-01', 'Milano Brera', 'Via Brera 927, 20121 Milano', 45.4719, 9.1881, 'Italy', 'Europe/Rome', 'store', 'Giulia Conti', [10]],
  ['BL-ROM-01', 'Roma Prati', 'Via Cola di Rienzo 928, 00192 Roma', 41.9079, 12.4665, 'Italy', 'Europe/Rome', 'store', 'Paolo Ricci', [8]],
  ['BL-DUB-01', 'Dublin Docklands', 'Grand Canal Square 929, Dublin 2', 53.3439, -6.2398, 'British Isles', 'Europe/Dublin', 'store', 'Aoife Byrne', [6]],
];

const placeOf = ([id, name, address, lat, lon, region, zone, tags, contact, cameras]: Row): Place => ({
  id,
  name,
  address,
  lat,
  lon,
  region,
  zone,
  tags: tags.split(','),
  contact,
  cameras,
});

export const PLACES: readonly Place[] = ROWS.map(placeOf);
