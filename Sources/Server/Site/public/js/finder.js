// The search box: suggestions while typing, and "near me". Without this script the form still searches.
//
// The page has, any number of times:
//
//   <form data-finder="finder" action="/search" method="get" role="search">
//     <label for="q">...</label>
//     <div class="searchbox__row"><div>                   the list of suggestions is put behind the input
//       <input id="q" name="q" type="search" data-finder-input autocomplete="off">
//     </div></div>
//     <button type="submit">...</button>
//     <button type="button" data-finder-near hidden>...</button>        shown where the browser can locate
//     <p data-finder-status role="status"></p>                           what happens, in words
//   </form>
//   {{> texts/finder}}
//
// `data-finder` names the block of texts: found ("{count}"), found_one, none, locating, denied, unavailable, timeout,
// kind_pincode, kind_district, kind_city, kind_town, kind_locality, kind_post_office (each may be empty).
//
// What is sent: `q` as typed; a chosen suggestion also sends `lat` and `lng` of the place, since many names are those of
// several places, except a pincode, which stands for itself. "Near me" sends `lat`, `lng`, `accuracy_m` and no `q`.
// Hidden fields of these names are made here; others of the form (mode, service) go along.

import { Combobox } from "./finder/combobox.js";
import { findPlaces } from "./finder/places.js";
import { setUpNearMe } from "./finder/nearme.js";
import { setOrigin } from "./finder/origin.js";
import { latest } from "./shared/later.js";
import { isGivenUp } from "./shared/http.js";
import { textsOf } from "./shared/texts.js";

function setUp(form) {
  const text = textsOf(form.dataset.finder);
  const input = form.querySelector("[data-finder-input]");
  const status = form.querySelector("[data-finder-status]");
  const say = (words) => {
    if (status) status.textContent = words;
  };

  const combobox = new Combobox(input, {
    choose(place) {
      const isPincode = place.kind === "pincode";
      input.value = isPincode ? place.pincode : place.shown;
      setOrigin(form, isPincode ? null : place);
      form.requestSubmit();
    },
  });

  const suggest = latest(150, async (signal) => {
    try {
      const places = await findPlaces(input.value, text, signal);
      if (signal.aborted || document.activeElement !== input) return;
      combobox.show(places);
      const key = places.length === 0 ? "none" : places.length === 1 ? "found_one" : "found";
      say(text(key, { count: places.length }));
    } catch (error) {
      // Suggestions are a help only: the search itself tells what is wrong.
      if (!isGivenUp(error)) combobox.close();
    }
  });

  input.addEventListener("input", () => {
    setOrigin(form, null);
    if ([...input.value.trim()].length < 2) {
      suggest.cancel();
      combobox.close();
      say("");
    } else {
      suggest();
    }
  });
  form.addEventListener("submit", () => suggest.cancel());
  setUpNearMe(form, text, say);
}

for (const form of document.querySelectorAll("[data-finder]")) setUp(form);
