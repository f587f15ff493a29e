// Places for what was typed so far.

import { getJSON } from "../shared/http.js";
import { language, named } from "../shared/texts.js";

const kept = new Map();
const most = 60;

/** The places, best first, each with `shown`, the name in the page's language, and `detail`, what tells it apart. */
export async function findPlaces(typed, text, signal) {
  const q = typed.trim().replace(/\s+/g, " ").slice(0, 200);
  const key = `${language()} ${q}`;
  if (kept.has(key)) return kept.get(key);
  const answer = await getJSON(`/api/places?q=${encodeURIComponent(q)}&limit=7`, { signal, timeout_ms: 8000 });
  const places = answer.items.map((place) => ({
    ...place,
    shown: named(place, "label"),
    isForeign: language() === "ta" && !place.label_ta,
    detail: [text(`kind_${place.kind}`), place.kind === "district" ? "" : named(place, "district"), place.pincode]
      .filter((part) => part && part !== named(place, "label")).join(" · "),
  }));
  if (kept.size >= most) kept.delete(kept.keys().next().value);
  kept.set(key, places);
  return places;
}
