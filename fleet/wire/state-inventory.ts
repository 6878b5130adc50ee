import { Type } from 'typebox';
import type { Static } from 'typebox';
import { STATE_ENVELOPE } from './envelope.ts';
import { label, line, megabytes, nvrId } from './parts.ts';

const names = (itemDescription: string, description: string) =>
  Type.Optional(Type.Array(label(64, itemDescription), { maxItems: 32, description }));

const Versions = Type.Object(
  {
    agent: Type.Optional(line(64, 'The agent.')),
    os: Type.Optional(line(120, 'Operating system and release.')),
    mosquitto: Type.Optional(line(64, "The site's broker.")),
  },
  { description: 'Versions on the router.' },
);

const InventoryNvr = Type.Object({
  id: nvrId('Id of the NVR.'),
  frigate: Type.Optional(line(64, 'Version of Frigate.')),
  detectors: names('One detector.', 'Detectors in use.'),
  model: Type.Optional(line(120, 'Detection model.')),
  features: names('One feature.', 'Features switched on, e.g. `lpr`, `face_recognition`, `semantic_search`.'),
});

const Hardware = Type.Object(
  {
    model: Type.Optional(line(120, 'Model of the router.')),
    arch: Type.Optional(line(32, 'CPU architecture.')),
    memory_mb: Type.Optional(megabytes('Memory.')),
  },
  { description: "The router's hardware." },
);

/** `S/state/inventory`: what is installed. */
export const StateInventory = Type.Object({
  ...STATE_ENVELOPE,
  versions: Type.Optional(Versions),
  nvrs: Type.Optional(Type.Array(InventoryNvr, { maxItems: 8, description: 'The boxes with Frigate.' })),
  hardware: Type.Optional(Hardware),
});
export type StateInventory = Static<typeof StateInventory>;
