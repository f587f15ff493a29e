// Somebody else saved first: theirs and mine side by side on the map, and a choice. Nothing is lost either way.

import { button, make } from "../buttons.js";
import { features, polygonsOf } from "./ground.js";
import { overlay, show } from "./overlay.js";
import { area as areaText, moment } from "../../shared/numbers.js";
import { legendList } from "../layerswitch.js";
import { workOf } from "./sameness.js";

export class Conflict {
  #box;
  #map;
  #text;
  #theirs;

  constructor(box, staffMap, text) {
    this.#box = box;
    this.#map = staffMap.map;
    this.#text = text;
    this.#theirs = overlay(staffMap, "theirs", 25);
    box.hidden = true;
  }

  /**
   * `stored` is the area as it is there now, null when it was deleted. Resolves to "mine" (save mine over theirs), "theirs"
   * (go on from theirs; mine stays one undo away) or "later".
   */
  ask(stored) {
    const text = this.#text;
    const theirs = stored && workOf(stored);
    if (theirs) show(this.#theirs, features(polygonsOf(theirs.geometry)));
    const heading = make("h2", { tabindex: "-1" }, text(theirs ? "conflict_title" : "conflict_deleted_title"));
    return new Promise((resolve) => {
      const choose = (choice) => () => {
        this.close();
        // The button is gone, and the focus with it.
        this.#map.getTargetElement().focus({ preventScroll: true });
        resolve(choice);
      };
      const choices = [button(text(theirs ? "keep_mine" : "save_as_new"), choose("mine"), { className: "btn btn-primary" })];
      if (theirs) choices.push(button(text("take_theirs"), choose("theirs")));
      choices.push(button(text("decide_later"), choose("later")));
      this.#box.replaceChildren(heading, ...(theirs ? this.#facts(theirs) : [make("p", {}, text("conflict_deleted"))]),
        make("div", { class: "button-row" }, ...choices));
      this.#box.hidden = false;
      heading.focus();
    });
  }

  close() {
    this.#theirs.clear();
    this.#box.hidden = true;
    this.#box.replaceChildren();
  }

  #facts(theirs) {
    const words = this.#text("conflict", {
      version: theirs.version, when: moment(theirs.updated_at), area: areaText(theirs.area_km2),
    });
    const legend = legendList([["is-draw", this.#text("legend_mine")], ["is-spread", this.#text("legend_theirs")]]);
    return [make("p", {}, words), legend];
  }
}
