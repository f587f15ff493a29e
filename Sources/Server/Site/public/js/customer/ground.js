// The ground below the markers: districts, and near by the pincodes' cells. Drawn from our own server's outlines, as
// there is no base map from outside.

import { getJSON } from "../shared/http.js";
import { latest } from "../shared/later.js";
import { NameLayer } from "./names.js";

/** Below this zoom, cells would be smaller than a finger. */
const cellsFrom = 10.5;

/** Resolves when what the view shows is drawn or can't be had; from then on the cells follow the view. */
export async function addGround(map) {
  addPane(map, "districts", 205);
  addPane(map, "cells", 210);
  addPane(map, "names", 220);
  const cells = followWithCells(map);
  // Without outlines the markers still stand in the right places to each other.
  const districts = await getJSON("/api/districts", { accept: "application/geo+json" }).catch(() => null);
  if (!districts) return cells;
  const outlines = L.geoJSON(districts, {
    pane: "districts", interactive: false, style: { className: "map-district" },
  }).addTo(map);
  const names = new NameLayer(map, "map-name map-name--district");
  const show = () => names.show(map.getZoom() < cellsFrom ? outlines.getLayers() : []);
  map.on("zoomend", show);
  show();
  return cells;
}

function addPane(map, name, zIndex) {
  const pane = map.createPane(name);
  pane.style.zIndex = zIndex;
  pane.style.pointerEvents = "none";
}

/**
 * The cells of what is seen, asked for anew only when the view leaves the box that is there. Resolves when the first are
 * drawn, or at once where none are wanted.
 */
function followWithCells(map) {
  let there = null;
  let drawn;
  const first = new Promise((resolve) => { drawn = resolve; });
  const group = L.layerGroup().addTo(map);
  const names = new NameLayer(map, "map-name");
  const load = latest(200, async (signal) => {
    const box = map.getBounds().pad(0.4);
    const address = `/api/pincodes/cells?bbox=${box.toBBoxString()}`;
    const cells = await getJSON(address, { accept: "application/geo+json", signal }).catch(() => null);
    // Another view has been asked for meanwhile.
    if (signal.aborted) return;
    drawn();
    if (!cells) return;
    there = box;
    const outlines = L.geoJSON(cells, { pane: "cells", interactive: false, style: { className: "map-cell" } });
    group.clearLayers();
    group.addLayer(outlines);
    names.show(outlines.getLayers());
  });
  const follow = () => {
    if (map.getZoom() < cellsFrom) {
      load.cancel();
      group.clearLayers();
      names.show([]);
      there = null;
      drawn();
    } else if (!there?.contains(map.getBounds())) {
      load();
    }
  };
  map.on("moveend", follow);
  map.on("zoomend", () => names.declutter());
  follow();
  return first;
}
