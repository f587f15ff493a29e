// The staff's map (OpenLayers) on our own vector tiles. It works without them too: what a page draws itself stays.
//
// The page loads vendor/ol.css, css/map-colours.css, css/staff-map.css, vendor/ol.js (defer) and then its own module,
// which calls `createStaffMap`. The page has:
//
//   <div class="map map--tall" id="..." tabindex="0" role="application" aria-label="..." aria-describedby="..."
//        data-map-texts="staff-map" data-layers="districts pincodes service_areas providers places"
//        data-hidden-layers="service_areas"></div>
//   {{> texts/staff_map}}
//
// `data-layers` are those that the reader may see (pincodes and service_areas: dispatchers and admins), all of the public
// ones if it is left out. Texts: zoom_in, zoom_out, unit_km, unit_m, whole_state, layers, layer_base, layer_pincodes,
// layer_service_areas, layer_providers, layer_places, attribution, tiles_failed, tiles_retry, signed_out, count_0, count_1, count_2, count_3,
// count_4 (what the colours of the layer pincodes mean: 0, 1, 2, 3, 4 and more).
//
// `data-tile-url`, `data-tile-attribution`: an operator's own base map (XYZ images). Keys, while the map has the focus:
// arrows move it, + and − zoom.

import { addControls } from "./controls.js";
import { addLayerSwitch } from "./layerswitch.js";
import { Notice } from "./notice.js";
import { Palette } from "./palette.js";
import { tileLayers } from "./tilelayers.js";
import { textsOf } from "../shared/texts.js";

/** West, south, east, north of Tamil Nadu, in degrees. */
export const state = [76.2, 8.0, 80.4, 13.6];

export const toMap = (extent) => ol.proj.transformExtent(extent, "EPSG:4326", "EPSG:3857");

/**
 * `{map, layers, text, palette, notice, fit(extent_degrees), ready()}`; `layers` is a Map by name. `ready()` is called when
 * the page has put on the map what is its own: once all of it is drawn, the element has `data-ready`.
 * `styles` replaces the style of layers: `{pincodes: (feature, palette, resolution) => ol.style.Style}`;
 * `explainsCount` false leaves out what the colours of the layer pincodes mean.
 */
export function createStaffMap(element, { styles = {}, explainsCount = true } = {}) {
  const text = textsOf(element.dataset.mapTexts);
  const palette = new Palette(element);
  const notice = new Notice(element);
  const layers = tileLayers(element.dataset, { palette, notice, text, styles });
  const view = new ol.View({
    extent: toMap([state[0] - 2.5, state[1] - 2.5, state[2] + 2.5, state[3] + 2.5]),
    showFullExtent: true, minZoom: 5, maxZoom: 18, constrainResolution: false, enableRotation: false,
  });
  const map = new ol.Map({
    target: element, view, layers: [...layers.values()], controls: [], pixelRatio: Math.min(devicePixelRatio, 2),
  });
  const fit = (extent, options = {}) => view.fit(toMap(extent), { padding: [24, 24, 24, 24], ...options });
  fit(state);
  addControls(map, text, () => fit(state, { duration: calm() ? 0 : 250 }));
  addLayerSwitch(map, layers, text, explainsCount);
  palette.onChange(() => {
    for (const layer of layers.values()) layer.changed();
    map.render();
  });
  const ready = () => {
    map.once("rendercomplete", () => { element.dataset.ready = ""; });
    map.render();
  };
  return { map, layers, text, palette, notice, fit, ready };
}

/** Whether the person wants no motion. */
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
