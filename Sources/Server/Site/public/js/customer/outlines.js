// The outlines of one kind of ground, all of them one path: a path for each would take a phone many times as long.

export class Outlines {
  #map;
  #shape;

  /** In a pane of its own, which is `name`; the style sheet says how `className` looks. */
  constructor(map, name, zIndex, className) {
    addPane(map, name, zIndex);
    this.#map = map;
    this.#shape = L.polygon([], { pane: name, interactive: false, className });
  }

  /** Draws features of GeoJSON in place of those that were there. */
  show(features) {
    this.#shape.remove().setLatLngs(features.flatMap(({ geometry }) => L.GeoJSON.coordsToLatLngs(polygonsOf(geometry), 2)));
    if (features.length > 0) this.#shape.addTo(this.#map);
  }
}

/** A layer on the map, the higher the number, and not in the way of taps. */
export function addPane(map, name, zIndex) {
  const pane = map.createPane(name);
  pane.style.zIndex = zIndex;
  pane.style.pointerEvents = "none";
}

/** A list of polygons, each of which is a list of rings. */
export const polygonsOf = ({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates);
