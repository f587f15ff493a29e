// Names on outlines, as many as don't lie upon one another.

import { named } from "../shared/texts.js";
import { polygonsOf } from "./outlines.js";

export class NameLayer {
  #group;
  #className;

  constructor(map, className) {
    this.#group = L.layerGroup().addTo(map);
    this.#className = className;
  }

  /** Puts the name of each feature (GeoJSON polygons) in its middle, in place of what was shown. */
  show(features) {
    this.#group.clearLayers();
    const wide = features.map((feature) => [feature, widestPart(feature)]).sort((a, b) => b[1].size - a[1].size);
    for (const [feature, { lat, lng }] of wide) this.#group.addLayer(this.#marker(feature, [lat, lng]));
    this.declutter();
  }

  /** Hides names that would lie on one that was kept; the larger the ground, the sooner its name is kept. */
  declutter() {
    const spans = this.#group.getLayers().map((marker) => marker.getElement()?.firstElementChild).filter(Boolean);
    for (const span of spans) span.hidden = false;
    const boxes = spans.map((span) => span.getBoundingClientRect());
    const kept = [];
    boxes.forEach((box, index) => {
      if (kept.some((other) => meet(box, other))) spans[index].hidden = true;
      else kept.push(box);
    });
  }

  /** A name without a Tamil form keeps `lang="en"`. */
  #marker({ properties }, place) {
    const name = document.createElement("span");
    name.textContent = named(properties, "name");
    if (!properties.name_ta) name.lang = "en";
    const icon = L.divIcon({ className: this.#className, html: name, iconSize: [0, 0] });
    const marker = L.marker(place, { icon, pane: "names", interactive: false, keyboard: false });
    // The list says where things are; a map full of names would be read out one by one.
    return marker.on("add", () => marker.getElement().setAttribute("aria-hidden", "true"));
  }
}

const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Some grounds have islands and some lie in two pieces: the middle of the box around the largest, and that box's size. */
function widestPart({ geometry }) {
  const boxes = polygonsOf(geometry).map(([ring]) => {
    const [lngs, lats] = [0, 1].map((axis) => ring.map((corner) => corner[axis]));
    const [west, east, south, north] = [Math.min(...lngs), Math.max(...lngs), Math.min(...lats), Math.max(...lats)];
    return { lat: (south + north) / 2, lng: (west + east) / 2, size: (east - west) * (north - south) };
  });
  return boxes.reduce((a, b) => (b.size > a.size ? b : a));
}
