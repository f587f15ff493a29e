// Names on outlines, as many as don't lie upon one another.

import { named } from "../shared/texts.js";

export class NameLayer {
  #group;
  #className;

  constructor(map, className) {
    this.#group = L.layerGroup().addTo(map);
    this.#className = className;
  }

  /** Puts the name of each outline (a layer of L.geoJSON) in its middle, in place of what was shown. */
  show(outlines) {
    this.#group.clearLayers();
    const wide = outlines.map((outline) => [outline, widestPart(outline)]).sort((a, b) => size(b[1]) - size(a[1]));
    for (const [outline, part] of wide) this.#group.addLayer(this.#marker(outline, part.getCenter()));
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
  #marker(outline, place) {
    const { properties } = outline.feature;
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

/** Some grounds have islands and some lie in two pieces. */
function widestPart(outline) {
  const rings = outline.getLatLngs().map((part) => (Array.isArray(part[0]) ? part[0] : part));
  return rings.map((ring) => L.latLngBounds(ring)).reduce((a, b) => (size(b) > size(a) ? b : a));
}

const size = (bounds) => (bounds.getEast() - bounds.getWest()) * (bounds.getNorth() - bounds.getSouth());
