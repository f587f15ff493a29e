// Shows the ground of the pincode that a form has, so that a pin need not be looked for in the whole state.

import { getJSON } from "../shared/http.js";
import { kilometres, plain } from "../shared/numbers.js";
import { latest } from "../shared/later.js";

/**
 * While there is no pin, the map jumps to the pincode and shows within which circle its offices lie: its middle is no
 * place of the centre, so it doesn't become the pin. A pin that is far from the pincode stays where it is, and that is
 * told. Texts: near_pincode ("{pincode}"), far_from_pincode ("{pincode}", "{km}").
 */
export class PincodeView {
  #map;
  #pin;
  #say;
  #circle = null;

  constructor(map, field, { pin, say }) {
    this.#map = map;
    this.#pin = pin;
    this.#say = say;
    if (!field) return;
    const follow = latest(300, (signal, tells) => this.#show(plain(field.value), signal, tells));
    for (const kind of ["input", "change"]) field.addEventListener(kind, () => follow(true));
    follow(false);
  }

  /** The pin was put down, or taken away: the circle has done its work. */
  clear() {
    this.#circle?.remove();
    this.#circle = null;
  }

  async #show(pincode, signal, tells) {
    if (!/^\d{6}$/.test(pincode)) return this.clear();
    const found = await getJSON(`/api/pincodes/${pincode}`, { signal }).catch(() => null);
    if (!found || signal.aborted) return undefined;
    const middle = L.latLng(found.lat, found.lng);
    const radius_m = Math.max(found.spread_km ?? 0, 1) * 1000;
    this.clear();
    if (this.#pin.place) return this.#compare(pincode, middle, 3 * radius_m, tells);
    this.#circle = L.circle(middle, { radius: radius_m, className: "map-spread", interactive: false }).addTo(this.#map);
    this.#map.fitBounds(middle.toBounds(3 * radius_m), { maxZoom: 15 });
    return tells ? this.#say("near_pincode", { pincode }) : undefined;
  }

  #compare(pincode, middle, farFrom_m, tells) {
    const away_m = this.#pin.place.distanceTo(middle);
    if (!tells || away_m <= farFrom_m) return;
    this.#map.fitBounds(L.latLngBounds([this.#pin.place, middle]), { padding: [40, 40], maxZoom: 15 });
    this.#say("far_from_pincode", { pincode, km: kilometres(away_m) });
  }
}
