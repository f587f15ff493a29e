// The two fields that hold the pin's place, in degrees.

import { state } from "./basemap.js";

/** As the server reads it: Tamil digits and a decimal comma are put right. */
const plain = (text) =>
  text.trim().replace(/[\u0be6-\u0bef]/g, (digit) => digit.charCodeAt(0) - 0x0be6).replace(",", ".");

const degrees = (text) => (/^[+-]?\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : NaN);

/** Tamil Nadu and half a degree around it. */
const isNear = (place) => L.latLngBounds(state).pad(0.1).contains(place);

/**
 * `place(place)` is called with what was typed, null for two empty fields; `wrong(key)` with "not_numbers" or "outside".
 * A half-typed pair calls nothing.
 */
export function pinFields(lat, lng, { place, wrong }) {
  const read = () => {
    for (const field of [lat, lng]) if (field.value !== plain(field.value)) field.value = plain(field.value);
    const typed = [lat.value, lng.value];
    if (typed.every((value) => value === "")) return place(null);
    if (typed.some((value) => value === "")) return undefined;
    const numbers = typed.map(degrees);
    if (numbers.some(Number.isNaN)) return wrong("not_numbers");
    const found = L.latLng(numbers);
    return isNear(found) ? place(found) : wrong("outside");
  };
  const write = (found) => {
    lat.value = found ? found.lat.toFixed(7) : "";
    lng.value = found ? found.lng.toFixed(7) : "";
    // Drafts and other listeners of the form shall notice.
    for (const field of [lat, lng]) field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const field of [lat, lng]) field.addEventListener("change", read);
  return { read, write };
}
