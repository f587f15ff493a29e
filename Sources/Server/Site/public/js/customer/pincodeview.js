// Shows the ground of the pincode that a form has, so that a pin need not be looked for in the whole state.

import { getJSON } from "../shared/http.js";
import { latest } from "../shared/later.js";

/** Moves the view while `isWanted()`. */
export function followPincode(map, field, isWanted) {
  if (!field) return;
  const show = latest(300, async (signal) => {
    const pincode = field.value.replaceAll(/\s/g, "");
    if (!/^\d{6}$/.test(pincode) || !isWanted()) return;
    const found = await getJSON(`/api/pincodes/${pincode}`, { signal }).catch(() => null);
    if (!found || !isWanted()) return;
    const radius_m = Math.max(found.spread_km ?? 0, 1) * 1000;
    map.fitBounds(L.latLng(found.lat, found.lng).toBounds(3 * radius_m), { maxZoom: 15 });
  });
  field.addEventListener("input", () => show());
  show();
}
