// The ground where a centre comes to the door.

import { getJSON } from "../shared/http.js";

/** Draws it and shows all of it; a centre without any, or an answer that doesn't come, leaves the map as it is. */
export async function addArea(map, address) {
  const pane = map.createPane("area");
  pane.style.zIndex = 215;
  pane.style.pointerEvents = "none";
  const area = await getJSON(address, { accept: "application/geo+json" }).catch(() => null);
  if (!area?.geometry) return;
  const shape = L.geoJSON(area, { pane: "area", interactive: false, style: { className: "map-area" } }).addTo(map);
  map.fitBounds(shape.getBounds().extend(map.getCenter()), { padding: [16, 16], maxZoom: 14, animate: false });
}
