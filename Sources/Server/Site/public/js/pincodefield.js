// A field for a pincode that suggests while one types: numbers, or the names of places. Without this script it is typed
// to the end.
//
//   <div class="suggest"> <input name="pincode" data-pincode-suggest="finder"> </div>
//   <p class="visually-hidden" data-pincode-status role="status"></p>          how many suggestions there are, in words
//   {{> texts/finder}}
//
// `data-pincode-suggest` names the block of texts, as in finder.js. A chosen suggestion is told by a change of the field.

import { Combobox } from "./finder/combobox.js";
import { findPlaces } from "./finder/places.js";
import { isGivenUp } from "./shared/http.js";
import { latest } from "./shared/later.js";
import { named, textsOf } from "./shared/texts.js";

/** Each pincode once, with the first of its places. */
function pincodesOf(places) {
  const known = new Set();
  return places.filter(({ pincode }) => pincode && !known.has(pincode) && known.add(pincode)).map((place) => ({
    ...place,
    shown: place.kind === "pincode" ? place.shown : `${place.pincode} ${place.shown}`,
    detail: named(place, "district"),
  }));
}

function setUp(input) {
  const text = textsOf(input.dataset.pincodeSuggest);
  const status = input.form.querySelector("[data-pincode-status]");
  const say = (words) => {
    if (status) status.textContent = words;
  };

  const combobox = new Combobox(input, {
    choose(place) {
      suggest.cancel();
      input.value = place.pincode;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });

  const suggest = latest(150, async (signal) => {
    try {
      const pincodes = pincodesOf(await findPlaces(input.value, text, signal));
      if (signal.aborted || document.activeElement !== input) return;
      const isThere = pincodes.length === 1 && pincodes[0].pincode === input.value.trim();
      combobox.show(isThere ? [] : pincodes);
      say(pincodes.length === 1 ? text("found_one") : pincodes.length > 1 ? text("found", { count: pincodes.length }) : "");
    } catch (error) {
      // Suggestions are a help only.
      if (!isGivenUp(error)) combobox.close();
    }
  });

  input.addEventListener("input", () => {
    if ([...input.value.trim()].length >= 2) return suggest();
    suggest.cancel();
    combobox.close();
    return say("");
  });
}

for (const input of document.querySelectorAll("input[data-pincode-suggest]")) setUp(input);
