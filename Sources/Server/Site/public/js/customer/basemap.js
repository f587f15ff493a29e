// An empty map of Tamil Nadu for small screens (Leaflet).

/** South-west and north-east corner of Tamil Nadu. */
export const state = [[8.0, 76.2], [13.6, 80.4]];

/** Texts: zoom_in, zoom_out, use_two_fingers, attribution. */
export function createMap(element, text) {
  const isTouched = matchMedia("(pointer: coarse)").matches;
  const map = L.map(element, {
    zoomControl: false,
    attributionControl: false,
    // One finger scrolls the page, or whoever touches the map while scrolling is caught in it.
    dragging: !isTouched,
    scrollWheelZoom: false,
    zoomSnap: 0.5,
    minZoom: 6,
    maxZoom: 17,
    maxBounds: L.latLngBounds(state).pad(0.5),
    fadeAnimation: false,
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  }).fitBounds(state, { animate: false });

  L.control.zoom({
    position: "topright", zoomInTitle: text("zoom_in"), zoomOutTitle: text("zoom_out"),
  }).addTo(map);
  const credit = L.control.attribution({ prefix: false, position: "bottomleft" }).addTo(map);
  credit.addAttribution(escapeHTML(text("attribution")));
  addOperatorsTiles(map, element);
  if (isTouched) explainTwoFingers(map, text("use_two_fingers"));
  else zoomWhileFocused(map);
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(element);
  return map;
}

/** Leaflet takes attributions as HTML. */
function escapeHTML(text) {
  const span = document.createElement("span");
  span.textContent = text;
  return span.innerHTML;
}

function addOperatorsTiles(map, element) {
  const { tileUrl, tileAttribution } = element.dataset;
  if (tileUrl) L.tileLayer(tileUrl, { attribution: escapeHTML(tileAttribution ?? "") }).addTo(map);
}

/** The wheel scrolls the page until somebody clicked into the map. */
function zoomWhileFocused(map) {
  const element = map.getContainer();
  element.addEventListener("focusin", () => map.scrollWheelZoom.enable());
  element.addEventListener("focusout", () => map.scrollWheelZoom.disable());
}

function explainTwoFingers(map, words) {
  const element = map.getContainer();
  const hint = document.createElement("p");
  hint.className = "map__hint";
  hint.textContent = words;
  hint.setAttribute("aria-hidden", "true");
  element.append(hint);
  let timer = 0;
  element.addEventListener("touchmove", (event) => {
    hint.classList.toggle("is-shown", event.touches.length === 1);
    clearTimeout(timer);
    timer = setTimeout(() => hint.classList.remove("is-shown"), 1200);
  }, { passive: true });
}
