// The ground below the markers: districts, and near by the pincodes' cells. Drawn from our own server's outlines, as
// there is no base map from outside.

import { getJSON } from "../shared/http.js";
import { latest } from "../shared/later.js";
import { named } from "../shared/texts.js";

/** Below this zoom, cells would be smaller than a finger. */
const cellsFrom = 10.5;

/** Resolves when the districts are drawn or can't be had; the cells follow the view. */
export async function addGround(map) {
  addPane(map, "districts", 205);
  addPane(map, "cells", 210);
  addPane(map, "names", 220);
  followWithCells(map);
  // Without outlines the markers still stand in the right places to each other.
  const districts = await getJSON("/api/districts", { accept: "application/geo+json" }).catch(() => null);
  if (!districts) return;
  const outlines = L.geoJSON(districts, {
    pane: "districts", interactive: false, style: { className: "map-district" },
  }).addTo(map);
  const names = L.layerGroup(outlines.getLayers().map((layer) => nameOf(layer, "map-name map-name--district"))).addTo(map);
  const show = () => (map.getZoom() < cellsFrom ? names.addTo(map) : names.remove());
  map.on("zoomend", show);
  show();
}

function addPane(map, name, zIndex) {
  const pane = map.createPane(name);
  pane.style.zIndex = zIndex;
  pane.style.pointerEvents = "none";
}

/** A name in the middle of an outline. A name without a Tamil form keeps `lang="en"`. */
function nameOf(layer, className) {
  const { properties } = layer.feature;
  const name = document.createElement("span");
  name.textContent = named(properties, "name");
  if (!properties.name_ta) name.lang = "en";
  const icon = L.divIcon({ className, html: name, iconSize: [0, 0] });
  const marker = L.marker(middleOf(layer), { icon, pane: "names", interactive: false, keyboard: false });
  // The names are said by the list; a map full of them would be read out one by one.
  return marker.on("add", () => marker.getElement().setAttribute("aria-hidden", "true"));
}

/** The middle of the largest part, since some districts have islands and some lie in two pieces. */
function middleOf(layer) {
  const rings = layer.getLatLngs().map((part) => (Array.isArray(part[0]) ? part[0] : part));
  const widest = rings.map((ring) => L.latLngBounds(ring)).reduce((a, b) => (size(b) > size(a) ? b : a));
  return widest.getCenter();
}

const size = (bounds) => (bounds.getEast() - bounds.getWest()) * (bounds.getNorth() - bounds.getSouth());

/** The cells of what is seen, asked for anew only when the view leaves the box that is there. */
function followWithCells(map) {
  let there = null;
  const group = L.layerGroup().addTo(map);
  const load = latest(200, async (signal) => {
    const box = map.getBounds().pad(0.4);
    const address = `/api/pincodes/cells?bbox=${box.toBBoxString()}`;
    const cells = await getJSON(address, { accept: "application/geo+json", signal }).catch(() => null);
    if (!cells) return;
    there = box;
    const outlines = L.geoJSON(cells, { pane: "cells", interactive: false, style: { className: "map-cell" } });
    group.clearLayers();
    group.addLayer(outlines);
    for (const layer of outlines.getLayers()) group.addLayer(nameOf(layer, "map-name"));
  });
  const follow = () => {
    if (map.getZoom() < cellsFrom) {
      load.cancel();
      group.clearLayers();
      there = null;
    } else if (!there?.contains(map.getBounds())) {
      load();
    }
  };
  map.on("moveend", follow);
  follow();
}
