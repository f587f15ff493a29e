// What the editor draws besides the area itself: other versions, neighbours, a refused place, a repaired outline.

const { Style, Fill, Stroke, Circle } = ol.style;

const looks = {
  mine: (palette) => new Style({
    fill: new Fill({ color: palette.get("draw", 0.18) }), stroke: new Stroke({ color: palette.get("draw"), width: 2.5 }),
  }),
  theirs: (palette) => new Style({
    fill: new Fill({ color: palette.get("spread", 0.15) }),
    stroke: new Stroke({ color: palette.get("spread"), width: 2.5, lineDash: [8, 6] }),
  }),
  before: (palette) => new Style({
    stroke: new Stroke({ color: palette.get("text", 0.7), width: 1.5, lineDash: [3, 5] }),
  }),
  repaired: (palette) => new Style({
    fill: new Fill({ color: palette.get("covers", 0.25) }),
    stroke: new Stroke({ color: palette.get("covers"), width: 2.5, lineDash: [10, 4] }),
  }),
  neighbours: (palette) => new Style({ stroke: new Stroke({ color: palette.get("count-4", 0.9), width: 1.2 }) }),
  guides: (palette) => new Style({ stroke: new Stroke({ color: palette.get("cell-border"), width: 0.8 }) }),
  flaw: (palette) => new Style({
    image: new Circle({ radius: 11, stroke: new Stroke({ color: palette.get("gap"), width: 4 }) }),
  }),
};

/** A layer of one's own over the tiles; `look` is one of the above. */
export function overlay({ map, palette }, look, zIndex) {
  const source = new ol.source.Vector();
  const layer = new ol.layer.Vector({ source, zIndex, style: () => looks[look](palette), properties: { name: look } });
  map.addLayer(layer);
  palette.onChange(() => layer.changed());
  return source;
}

/** Shows these features alone. */
export function show(source, made) {
  source.clear();
  source.addFeatures(made);
}
