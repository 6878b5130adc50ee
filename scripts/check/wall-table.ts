/** Where a file belongs: the entry with the longest folder that holds it. A file may be a room of its own. */
export interface Room {
  readonly folder: string;
  /** Other rooms of this repository. A room may always import itself, but not a room within it unless named. */
  readonly rooms: readonly string[];
  /** Packages, and `node:` for all of Node's modules. A name ending in `/` stands for the whole scope. */
  readonly packages: readonly string[];
  /** What test files of this room may import beyond that. */
  readonly testRooms?: readonly string[];
  readonly testPackages?: readonly string[];
}

const everyTest = ['node:', 'fast-check'];

/** The one table of who may import what: docs/architecture.md says why. */
export const rooms: readonly Room[] = [
  { folder: 'fleet', rooms: [], packages: ['typebox', 'yaml'], testRooms: ['platform'], testPackages: everyTest },
  { folder: 'platform', rooms: ['fleet'], packages: ['node:', 'mqtt'], testPackages: [...everyTest, 'ws'] },
  {
    folder: 'main',
    rooms: ['fleet', 'platform'],
    // tar-stream: one file for a new site's router.
    packages: ['node:', 'electron', 'keytar', 'tar-stream'],
    // The demo's tailnet is tried with the built fixture and client.
    testRooms: ['scripts', 'main/tunnel'],
    testPackages: everyTest,
  },
  {
    folder: 'main/engine',
    rooms: ['fleet', 'platform'],
    packages: ['node:', 'better-sqlite3', 'ulid'],
    testRooms: ['agent', 'agent/simulator'],
    testPackages: [...everyTest, 'mqtt'],
  },
  {
    // Like the engine a process of its own, without Electron; it never sees the fleet's messages.
    folder: 'main/tunnel',
    rooms: ['fleet', 'platform'],
    packages: ['node:', 'ws'],
    testRooms: ['scripts'],
    testPackages: everyTest,
  },
  {
    folder: 'renderer',
    rooms: ['fleet', 'resources'],
    packages: [
      ...['react', 'react-dom', 'i18next', 'react-i18next', 'lucide-react', '@tanstack/react-virtual', '@fontsource/'],
      ...['leaflet', 'supercluster', 'topojson-client', 'topojson-specification', 'geojson', 'world-atlas'],
    ],
    // The tiny street map that main's tests read as well.
    testRooms: ['platform'],
    testPackages: everyTest,
  },
  { folder: 'renderer/vite.config.ts', rooms: [], packages: ['node:', 'vite', '@vitejs/plugin-react'] },
  {
    folder: 'agent',
    rooms: ['fleet', 'platform'],
    packages: ['node:', 'ulid', 'typebox', 'mqtt-packet'],
    // Tests against real brokers speak MQTT as strangers do.
    testRooms: ['agent/simulator'],
    // A process of its own that both Nodes can run is bundled first; Frigate's database is written with Frigate's extension.
    testPackages: [...everyTest, 'esbuild', 'sqlite-vec'],
  },
  { folder: 'agent/cli.ts', rooms: ['fleet', 'platform', 'agent', 'agent/simulator'], packages: ['node:'] },
  // Test code that is a program of its own: the agent against modelled and real brokers for hours.
  { folder: 'agent/soak', rooms: ['fleet', 'platform', 'agent', 'agent/simulator'], packages: ['node:', 'mqtt', 'ulid'], testPackages: everyTest },
  {
    folder: 'agent/simulator',
    rooms: ['fleet', 'platform', 'agent'],
    packages: ['node:', 'ulid', 'aedes', 'ws'],
    testPackages: [...everyTest, 'mqtt'],
  },
  {
    folder: 'e2e',
    // The engine's site speaker says what no agent would; a fleet with one alert of each kind asks the screens which they know.
    // The window's benchmarks are tried on the real app.
    rooms: ['fleet', 'platform', 'main/engine', 'main/tunnel', 'renderer', 'agent', 'agent/simulator', 'scripts', 'bench'],
    packages: [
      ...['node:', '@playwright/test', '@axe-core/playwright', '@electron/fuses', '@electron/fuses', 'electron'],
      ...['mqtt', 'aedes', 'ws', 'better-sqlite3'],
    ],
  },
  {
    folder: 'bench',
    rooms: ['fleet', 'platform', 'main/engine', 'agent', 'agent/simulator', 'main/tunnel', 'scripts'],
    packages: ['node:', 'mqtt', 'mqtt-packet', 'aedes', 'better-sqlite3', 'typebox', '@playwright/test', 'electron'],
    testPackages: everyTest,
  },
  {
    folder: 'scripts',
    rooms: ['fleet', 'scripts/package/agent'],
    testRooms: ['platform', 'agent'],
    packages: [
      ...['node:', '@electron/asar', '@electron/fuses', 'electron', 'electron-builder', 'yauzl', '@playwright/test'],
      ...['esbuild', 'vite', '@vitejs/plugin-react', 'oxc-parser', 'typescript', 'typebox'],
    ],
    testPackages: everyTest,
  },
  {
    folder: 'scripts/package/agent',
    // The unit in the Debian package is the one that `site-init` writes: one template, filled by one function.
    rooms: ['fleet', 'scripts', 'agent'],
    packages: ['node:', 'esbuild', 'tar-stream'],
    testRooms: ['platform'],
    testPackages: everyTest,
  },
  { folder: 'resources', rooms: [], packages: [] },
];
