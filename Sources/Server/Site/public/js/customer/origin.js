// Where the search started from, and how far the true place may be from it.

/** `spread_m` 0 for a place that is exact. */
export function addOrigin(map, place, spread_m, label) {
  if (spread_m > 0) {
    L.circle(place, { radius: spread_m, className: "map-spread", interactive: false }).addTo(map);
  }
  const dot = document.createElement("span");
  dot.className = "map-origin__dot";
  const icon = L.divIcon({ className: "map-origin", html: dot, iconSize: [20, 20] });
  const marker = L.marker(place, { icon, interactive: false, keyboard: false, zIndexOffset: -500 }).addTo(map);
  const element = marker.getElement();
  element.role = "img";
  element.setAttribute("aria-label", label);
}
