// Choosing pincodes from a checklist by district, by typing them, or by pointing at them on the map.

import { button, make, pincodeName } from "../buttons.js";
import { isGivenUp } from "../../shared/http.js";
import { latest } from "../../shared/later.js";

/** Every number in a text, in whatever digits; "600 001" is one. What isn't a pincode is among them, to be told of. */
function numbersIn(text) {
  const plain = text.replace(/[\u0be6-\u0bef]/g, (digit) => digit.charCodeAt(0) - 0x0be6);
  return plain.replace(/\b([1-9]\d{2}) (\d{3})\b/g, "$1$2").match(/\d+/g) ?? [];
}

/**
 * In the form: `[data-editor-pincodes]` with the checklist of those near the centre, `select[data-editor-district]` for
 * that of a district, in `[data-editor-districts]`, which is shown; `textarea[name=pincodes]` with the choice. Texts:
 * choose_all, choose_none, checklist ("{district}"), checklist_failed.
 */
export class PincodeChoice extends EventTarget {
  #chosen = new Set();
  #field;
  #district;
  #box;
  #near;
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
    this.#near = this.#box?.querySelector(".checklist");
    form.querySelector("[data-editor-districts]")?.removeAttribute("hidden");
    this.#district?.addEventListener("change", () => this.#load());
    this.#box?.addEventListener("change", ({ target }) => this.#setMany([target.dataset.pincode], target.checked));
    this.#field?.addEventListener("change", () => {
      this.#chosen = new Set(this.#typed);
      this.#refresh();
    });
    if (this.#near) this.#near.querySelector("legend").after(...this.#buttons(this.#boxes.map((box) => box.value)));
    this.set([...this.#typed, ...this.#boxes.filter((box) => box.checked).map((box) => box.value)]);
    if (this.#district?.value) this.#load();
  }

  get #typed() {
    return numbersIn(this.#field?.value ?? "");
  }

  get #boxes() {
    return [...(this.#box?.querySelectorAll("[data-pincode]") ?? [])];
  }

  /** In the order of their numbers; what was typed wrong is among them, so that it stays in sight and is refused. */
  get list() {
    return [...this.#chosen].sort();
  }

  /** Without what can't be a pincode. */
  get pincodes() {
    return this.list.filter((typed) => /^[1-9]\d{5}$/.test(typed));
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
    if (!this.#district.value) return this.#show(this.#near);
    try {
      const cells = await this.#cells.ofDistrict(Number(this.#district.value), signal);
      const words = this.#text("checklist", { district: this.#district.selectedOptions[0]?.text ?? "" });
      return this.#show(make("fieldset", { class: "checklist" }, make("legend", {}, words),
        ...this.#buttons(cells.map((cell) => cell.pincode)), ...cells.map((cell) => this.#choice(cell))));
    } catch (error) {
      return isGivenUp(error) ? undefined : this.#show(make("p", { role: "alert" }, this.#text("checklist_failed")));
    }
  }

  #show(list) {
    this.#box.replaceChildren(...(list ? [list] : []));
    this.#refresh({ tell: false });
  }

  #buttons(pincodes) {
    return [["choose_all", true], ["choose_none", false]].map(([words, on]) =>
      button(this.#text(words), () => this.#setMany(pincodes, on)));
  }

  #choice(cell) {
    const box = make("input", { type: "checkbox", value: cell.pincode, "data-pincode": cell.pincode });
    return make("label", { class: "checklist__choice" }, box, " ", cell.pincode, " ", pincodeName(cell));
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
    for (const box of this.#boxes) box.checked = this.#chosen.has(box.dataset.pincode);
    if (tell) this.dispatchEvent(new Event("change"));
  }
}
