// One search box.

import { Combobox } from "./combobox.js";
import { findPlaces } from "./places.js";
import { setUpNearMe } from "./nearme.js";
import { setOrigin } from "./origin.js";
import { latest } from "../shared/later.js";
import { isGivenUp } from "../shared/http.js";
import { textsOf } from "../shared/texts.js";

/** Suggestions and "near me" for the form, as finder.js describes it. */
export function setUp(form) {
  const text = textsOf(form.dataset.finder);
  const input = form.querySelector("[data-finder-input]");
  const status = form.querySelector("[data-finder-status]");
  const say = (words) => {
    if (status) status.textContent = words;
  };

  const combobox = new Combobox(input, {
    choose(place) {
      const isPincode = place.kind === "pincode";
      input.value = isPincode ? place.pincode : place.called;
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
  // What was typed before this script came.
  if (document.activeElement === input && input.value !== input.defaultValue) input.dispatchEvent(new Event("input"));
}
