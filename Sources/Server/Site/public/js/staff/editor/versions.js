// What the area was before: a list, one of them shown on the map, and the way back to it.

import { button, make } from "../buttons.js";
import { features, polygonsOf } from "./ground.js";
import { overlay, show } from "./overlay.js";
import { getJSON, isGivenUp } from "../../shared/http.js";
import { area, moment } from "../../shared/numbers.js";

/**
 * Texts: version ("{version}", "{status}", "{when}", "{area}"), status_<status>, version_show, version_hide,
 * version_use, versions_none, versions_failed.
 */
export class Versions {
  #box;
  #text;
  #use;
  #shown;
  #running = new AbortController();

  /** `use(polygons)` goes back to a version, which can be undone. */
  constructor(box, staffMap, text, use) {
    this.#box = box;
    this.#text = text;
    this.#use = use;
    this.#shown = overlay(staffMap, "before", 18);
  }

  async list(areaId) {
    if (!this.#box || !areaId) return;
    this.#running.abort();
    this.#running = new AbortController();
    try {
      const { items } = await getJSON(`/api/service-areas/${areaId}/versions?limit=50`, this.#running);
      this.#shown.clear();
      const rows = items.map((version) => this.#row(areaId, version));
      // The page has the heading.
      this.#box.replaceChildren(
        items.length > 0 ? make("ol", { class: "versions" }, ...rows) : make("p", {}, this.#text("versions_none")));
    } catch (error) {
      if (!isGivenUp(error)) this.#box.replaceChildren(make("p", {}, this.#text("versions_failed")));
    }
  }

  #row(areaId, version) {
    const words = this.#text("version", {
      version: version.version, status: this.#text(`status_${version.status}`), area: area(version.area_km2),
      when: moment(version.from ?? version.created_at),
    });
    const toggle = button(this.#text("version_show"), async () => {
      const isOn = toggle.getAttribute("aria-pressed") === "true";
      for (const other of this.#box.querySelectorAll("[aria-pressed=true]")) this.#press(other, false);
      this.#shown.clear();
      if (isOn) return;
      const ground = await this.#ground(areaId, version);
      if (ground.length === 0) return;
      show(this.#shown, features(ground));
      this.#press(toggle, true);
    }, { "aria-pressed": "false" });
    const use = button(this.#text("version_use"), async () => this.#use(await this.#ground(areaId, version)));
    return make("li", {}, make("span", {}, words), " ", toggle, " ", use);
  }

  #press(toggle, on) {
    toggle.setAttribute("aria-pressed", String(on));
    toggle.textContent = this.#text(on ? "version_hide" : "version_show");
  }

  async #ground(areaId, { version }) {
    const one = await getJSON(`/api/service-areas/${areaId}/versions/${version}`).catch(() => null);
    this.#box.querySelector("[role=alert]")?.remove();
    if (!one) this.#box.append(make("p", { role: "alert" }, this.#text("versions_failed")));
    return polygonsOf(one?.geometry);
  }
}
