// A pin for the place of a centre, set on a map, by two number fields, or from where the device is.
//
// The page loads vendor/leaflet.css, css/map-colours.css, css/map.css, vendor/leaflet.js (defer) and then this module, and has:
//
//   <fieldset data-pin-map="pin" data-pincode-field="#pincode">
//     <div class="map" data-pin-canvas hidden role="application" aria-label="..."></div>
//     <input name="lat" inputmode="decimal" data-pin-lat> <input name="lng" inputmode="decimal" data-pin-lng>
//     <button type="button" data-pin-locate hidden>...</button>     shown where the browser can locate
//     <button type="button" data-pin-clear hidden>...</button>      shown while there is a pin
//     <p data-pin-status role="status"></p>
//   </fieldset>
//   {{> texts/pin}}
//
// `data-pin-map` names the block of texts: zoom_in, zoom_out, use_two_fingers, attribution, pin (what
// the pin is, for readers), set ("{lat}", "{lng}"), cleared, outside, not_numbers, locating, denied, unavailable, timeout,
// near_pincode, far_from_pincode.
// The two fields are what is sent; without this script they are filled in by hand or left empty. With the pin focused,
// the arrow keys move it, with Shift ten times as far. When the field named by `data-pincode-field` has a pincode, the map
// goes there (customer/pincodeview.js). Once the ground is drawn, the canvas has `data-ready`.

import { addGround } from "./customer/ground.js";
import { createMap } from "./customer/basemap.js";
import { Pin } from "./customer/pin.js";
import { pinFields } from "./customer/pinfields.js";
import { PincodeView } from "./customer/pincodeview.js";
import { locateAtPress } from "./shared/position.js";
import { textsOf } from "./shared/texts.js";

function setUp(root) {
  const text = textsOf(root.dataset.pinMap);
  const part = (name) => root.querySelector(`[data-pin-${name}]`);
  const say = (words) => part("status") && (part("status").textContent = words);
  const canvas = part("canvas");
  canvas.hidden = false;
  const map = createMap(canvas, text);

  const shown = (place) => ({ lat: place.lat.toFixed(5), lng: place.lng.toFixed(5) });
  const pin = new Pin(map, text("pin"), (place) => {
    fields.write(place);
    pincode.clear();
    part("clear").hidden = !place;
    say(place ? text("set", shown(place)) : text("cleared"));
  });
  const fields = pinFields(part("lat"), part("lng"), {
    place: (place) => {
      pin.show(place, { moveView: true });
      pincode.clear();
      part("clear").hidden = !place;
      say(place ? text("set", shown(place)) : "");
    },
    wrong: (key) => say(text(key)),
  });

  const pincode = new PincodeView(map, document.querySelector(root.dataset.pincodeField), {
    pin, say: (key, values) => say(text(key, values)),
  });

  map.on("click", (event) => pin.set(event.latlng));
  part("clear").addEventListener("click", () => {
    pin.set(null);
    part("lat").focus();
  });
  locateAtPress(part("locate"), text, say, (place) => pin.set(L.latLng(place), { moveView: true }));
  fields.read();
  addGround(map).then(() => { canvas.dataset.ready = ""; });
}

for (const root of document.querySelectorAll("[data-pin-map]")) setUp(root);
