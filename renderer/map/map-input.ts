import type L from 'leaflet';

export interface MapInput {
  /** Undefined: the pointer left the map. */
  readonly onPoint: (at: L.Point | undefined) => void;
  readonly onClick: (at: L.Point) => void;
  readonly onMove: () => void;
  /** The operator dragged or zoomed by hand. */
  readonly onOwnMove: () => void;
  readonly onResize: () => void;
}

/** Pointer, wheel and size of the map; answers how to stop. */
export function listenToMap(map: L.Map, element: HTMLElement, input: MapInput): () => void {
  map.on('mousemove', (event: L.LeafletMouseEvent) => input.onPoint(event.containerPoint));
  map.on('mouseout', () => input.onPoint(undefined));
  map.on('click', (event: L.LeafletMouseEvent) => input.onClick(event.containerPoint));
  map.on('move', input.onMove);
  map.on('dragstart', input.onOwnMove);
  element.addEventListener('wheel', input.onOwnMove, { passive: true });
  const resized = new ResizeObserver(() => {
    map.invalidateSize({ pan: false });
    input.onResize();
  });
  resized.observe(element);
  return () => {
    element.removeEventListener('wheel', input.onOwnMove);
    resized.disconnect();
  };
}
