// Choosing pincodes from a checklist by district, by typing them, or by pointing at them on the map.

import { make, name } from "../buttons.js";
import { isGivenUp } from "../../shared/http.js";
import { latest } from "../../shared/later.js";

/**
 * In the form: `select[data-editor-district]`, `[data-editor-pincodes]` for the checklist, `textarea[name=pincodes]` with
 * the choice. Texts: choose_all, choose_none, checklist ("{district}"), checklist_failed.
 */
export class PincodeChoice extends EventTarget {
  #chosen = new Set();
  #field;
  #district;
  #box;
  #cells;
  #text;
  #load = latest(0, (signal) => this.#fill(signal));

  constructor(form, cells, text) {
    super();
    this.#cells = cells;
    this.#text = text;
    this.#field = form.querySelector("textarea[name=pincodes]");
    this.#district = form.querySelector("[data-editor-district]");
    this.#box = form.querySelector("[data-editor-pincodes]");
    this.#district?.addEventListener("change", () => this.#load());
    this.#field?.addEventListener("change", () => {
      this.#chosen = new Set(this.#field.value.match(/\b\d{6}\b/g) ?? []);
      this.#refresh();
    });
    if (this.#district?.value) this.#load();
  }

  /** In the order of their numbers. */
  get list() {
    return [...this.#chosen].sort();
  }

  set(pincodes) {
    this.#chosen = new Set(pincodes);
    this.#refresh({ tell: false });
  }

  toggle(pincode) {
    if (!this.#chosen.delete(pincode)) this.#chosen.add(pincode);
    this.#refresh();
  }

  async #fill(signal) {
    try {
      const cells = await this.#cells.ofDistrict(Number(this.#district.value), signal);
      const words = this.#text("checklist", { district: this.#district.selectedOptions[0]?.text ?? "" });
      const all = (on) => this.#setMany(cells.map((cell) => cell.pincode), on);
      this.#box.replaceChildren(make("fieldset", { class: "checklist" },
        make("legend", {}, words),
        make("button", { type: "button", class: "btn btn-quiet", onclick: () => all(true) }, this.#text("choose_all")),
        make("button", { type: "button", class: "btn btn-quiet", onclick: () => all(false) }, this.#text("choose_none")),
        ...cells.map((cell) => this.#choice(cell))));
    } catch (error) {
      if (!isGivenUp(error)) this.#box.replaceChildren(make("p", { role: "alert" }, this.#text("checklist_failed")));
    }
  }

  #choice(cell) {
    const box = make("input", {
      type: "checkbox", "data-pincode": cell.pincode, onchange: () => this.#setMany([cell.pincode], box.checked),
    });
    box.checked = this.#chosen.has(cell.pincode);
    return make("label", { class: "checklist__choice" }, box, " ", cell.pincode, " ", name(cell.name));
  }

  #setMany(pincodes, on) {
    for (const pincode of pincodes) {
      if (on) this.#chosen.add(pincode);
      else this.#chosen.delete(pincode);
    }
    this.#refresh();
  }

  #refresh({ tell = true } = {}) {
    if (this.#field) this.#field.value = this.list.join(" ");
    for (const box of this.#box?.querySelectorAll("[data-pincode]") ?? []) {
      box.checked = this.#chosen.has(box.dataset.pincode);
    }
    if (tell) this.dispatchEvent(new Event("change"));
  }
}
