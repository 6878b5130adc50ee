import L from 'leaflet';

/** Where a canvas stands: its left top in px of the world at `zoom`, its size in CSS px. */
export interface CanvasFrame {
  readonly zoom: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

export interface CanvasOverlay {
  readonly canvas: HTMLCanvasElement;
  frame(): CanvasFrame;
  remove(): void;
}

/**
 * A canvas that covers the map and a margin around it (`margin` = share of the map's size). `draw` is called for the
 * first time and after each move or zoom; while the map animates, the old picture is moved and scaled instead.
 */
export function addCanvasOverlay(
  map: L.Map,
  pane: string,
  margin: number,
  draw: (ctx: CanvasRenderingContext2D, frame: CanvasFrame) => void,
): CanvasOverlay {
  const canvas = document.createElement('canvas');
  canvas.className = 'leaflet-zoom-animated';
  const ctx = canvas.getContext('2d');
  if (!ctx) throw new Error('No 2D canvas.');
  map.getPane(pane)?.append(canvas);
  let frame: CanvasFrame = { zoom: 0, left: 0, top: 0, width: 0, height: 0, pixelRatio: 1 };

  function place(): void {
    const size = map.getSize();
    const pad = size.multiplyBy(margin).round();
    const corner = map.containerPointToLayerPoint(L.point(-pad.x, -pad.y)).round();
    const world = corner.add(map.getPixelOrigin());
    const pixelRatio = window.devicePixelRatio || 1;
    frame = {
      zoom: map.getZoom(),
      left: world.x,
      top: world.y,
      width: size.x + 2 * pad.x,
      height: size.y + 2 * pad.y,
      pixelRatio,
    };
    canvas.width = Math.round(frame.width * pixelRatio);
    canvas.height = Math.round(frame.height * pixelRatio);
    canvas.style.width = `${frame.width}px`;
    canvas.style.height = `${frame.height}px`;
    L.DomUtil.setPosition(canvas, corner);
    ctx!.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    draw(ctx!, frame);
  }

  /** Moves the old picture to where it belongs at the zoom that the animation goes to. */
  function animate(event: L.ZoomAnimEvent): void {
    const scale = map.getZoomScale(event.zoom, frame.zoom);
    const half = map.getSize().divideBy(2);
    const mapPane = L.DomUtil.getPosition(map.getPanes().mapPane);
    const origin = map.project(event.center, event.zoom).subtract(half).add(mapPane).round();
    const offset = L.point(frame.left * scale, frame.top * scale).subtract(origin);
    L.DomUtil.setTransform(canvas, offset, scale);
  }

  // It ends each zoom and each change of size, too: one drawing for each.
  map.on('moveend', place);
  map.on('zoomanim', animate);
  place();
  return {
    canvas,
    frame: () => frame,
    remove() {
      map.off('moveend', place);
      map.off('zoomanim', animate);
      canvas.remove();
    },
  };
}
