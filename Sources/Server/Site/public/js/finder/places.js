// Places for what was typed so far.

import { getJSON } from "../shared/http.js";
import { language, named } from "../shared/texts.js";

const kept = new Map();
const most = 60;

/** A place with its district, by which it is found as well; in English where it has no Tamil name. */
function called(place) {
  const isForeign = language() === "ta" && !place.label_ta;
  const [name, district] = [named(place, "label"), isForeign ? place.district : named(place, "district")];
  return place.kind === "district" || name === district ? name : `${name}, ${district}`;
}

/**
 * The places, best first, each with `shown`, the name in the page's language, `detail`, what tells it apart, and `called`,
 * the name with what tells it apart.
 */
export async function findPlaces(typed, text, signal) {
  const q = typed.trim().replace(/\s+/g, " ").slice(0, 200);
  const key = `${language()} ${q}`;
  if (kept.has(key)) return kept.get(key);
  const answer = await getJSON(`/api/places?q=${encodeURIComponent(q)}&limit=7`, { signal, timeout_ms: 8000 });
  const places = answer.items.map((place) => ({
    ...place,
    shown: named(place, "label"),
    called: called(place),
    isForeign: language() === "ta" && !place.label_ta,
    detail: [text(`kind_${place.kind}`), place.kind === "district" ? "" : named(place, "district"), place.pincode]
      .filter((part) => part && part !== named(place, "label")).join(" · "),
  }));
  if (kept.size >= most) kept.delete(kept.keys().next().value);
  kept.set(key, places);
  return places;
}
