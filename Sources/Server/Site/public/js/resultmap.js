// The map beside a list of centres (Leaflet). The list says the same without it, so a map that can't be drawn is missed
// by nobody.
//
// The page loads vendor/leaflet.css, css/map-colours.css, css/map.css, vendor/leaflet.js (defer) and then this module, and has:
//
//   <div class="map map--short" data-result-map="map" data-lat="13.08" data-lng="80.28" data-spread-km="0.9"
//        data-label="600001 ..." role="region" aria-label="..."></div>
//   {{> texts/map}}
//   <li class="result-card" data-centre="7" data-lat="13.07" data-lng="80.27" data-covers> ... <a data-centre-name>...</a>
//
// `data-result-map` names the block of texts: zoom_in, zoom_out, use_two_fingers, attribution, origin
// ("{place}"), centre ("{number}: {name}"). Without `data-spread-km` (a place given exactly) there is no circle; without
// `data-lat` (a list of a city or district) there is no origin. `data-tile-url` and `data-tile-attribution` give an
// operator's own base map. A centre's number is that of its card's `[data-centre-number]`; else its place among the
// `[data-centre]` of the page, which is written there. `data-covers` marks the centres that come to the door.
//
// `data-area-url` is where GeoJSON of a centre's ground is (a centre's page).
//
// The card that was tapped on the map has the class `is-selected` and `aria-current="true"`. Once the ground is drawn too,
// the map has `data-ready`.

import { addArea } from "./customer/area.js";
import { addGround } from "./customer/ground.js";
import { addCentres } from "./customer/centres.js";
import { addOrigin } from "./customer/origin.js";
import { createMap } from "./customer/basemap.js";
import { textsOf } from "./shared/texts.js";

function placeOf(element) {
  const { lat, lng } = element.dataset;
  return lat && lng ? L.latLng(Number(lat), Number(lng)) : null;
}

function setUp(element) {
  const text = textsOf(element.dataset.resultMap);
  const map = createMap(element, text);
  const origin = placeOf(element);
  const cards = [...document.querySelectorAll("[data-centre]")];
  const places = cards.map(placeOf);

  const bounds = L.latLngBounds(places.filter(Boolean));
  if (origin) {
    const spread_m = Number(element.dataset.spreadKm || 0) * 1000;
    bounds.extend(origin.toBounds(Math.max(2 * spread_m, 1000)));
    addOrigin(map, origin, spread_m, text("origin", { place: element.dataset.label ?? "" }));
  }
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [28, 28], maxZoom: 15, animate: false });
  // Asked for before the markers are made, and drawn after them.
  addGround(map).then(() => { element.dataset.ready = ""; });
  addCentres(map, cards, places, text);
  if (element.dataset.areaUrl) addArea(map, element.dataset.areaUrl);
}

for (const element of document.querySelectorAll("[data-result-map]")) setUp(element);
