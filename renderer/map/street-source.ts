import { openStreetArchive, type StreetArchive } from './street-archive.ts';
import { readVectorTile, type StreetTile } from './vector-tile.ts';

/** One tile, ready to be drawn. */
export type DrawableTile = { readonly kind: 'vector'; readonly tile: StreetTile } | { readonly kind: 'picture'; readonly image: ImageBitmap };

export interface StreetSource {
  readonly minZoom: number;
  readonly maxZoom: number;
  /** Undefined where the map has none. Throws where it is broken. */
  tile(z: number, x: number, y: number): Promise<DrawableTile | undefined>;
}

/** Largest picture of one tile, px along a side. */
const LARGEST_PX = 1_024;

/** Main serves the file that the operator chose, in ranges, from this very origin. */
async function readRange(from: number, bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const headers = { Range: `bytes=${from}-${from + bytes - 1}` };
  const response = await fetch('/streets.pmtiles', { headers, cache: 'no-store' });
  if (response.status !== 206) throw new Error('The street map is not there.');
  return new Uint8Array(await response.arrayBuffer());
}

/** Throws where the file cannot be read as a street map. */
export async function openStreetSource(): Promise<StreetSource> {
  const archive: StreetArchive = await openStreetArchive(readRange);
  return {
    minZoom: archive.minZoom,
    maxZoom: archive.maxZoom,
    async tile(z, x, y) {
      const bytes = await archive.tile(z, x, y);
      if (bytes === undefined) return undefined;
      if (archive.isVector) return { kind: 'vector', tile: readVectorTile(bytes) };
      const image = await createImageBitmap(new Blob([bytes]));
      if (image.width > LARGEST_PX || image.height > LARGEST_PX) throw new RangeError('A picture is too large.');
      return { kind: 'picture', image };
    },
  };
}
