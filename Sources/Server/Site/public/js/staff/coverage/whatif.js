// "What if": areas that are drawn, circles, and centres taken away, all at once, and what would come of it. Nothing is stored.

import { button, make } from "../buttons.js";
import { features, toDegrees, together } from "../editor/ground.js";
import { circleAround } from "../editor/circle.js";
import { overlay, show } from "../editor/overlay.js";
import { getJSON, isGivenUp, sendJSON } from "../../shared/http.js";
import { latest } from "../../shared/later.js";
import { plain } from "../../shared/numbers.js";
import { showOutcome } from "./outcome.js";

const most = 20;
const usualRadius_km = 10;
/** As the API takes it. */
const greatestRadius_km = 75;

/** Event "change" when other cells stand out: `mark(pincode)` tells which. */
export class WhatIf extends EventTarget {
  #staffMap;
  #text;
  #boxes;
  #changes = [];
  #outcome = null;
  #drawn;
  #draw = null;
  /** The buttons that begin to draw, by what is drawn. */
  #toggles = new Map();
  /** The area that is being drawn. */
  #sketch = null;
  #ask = latest(150, (signal) => this.#run(signal));

  constructor(staffMap, text, part) {
    super();
    this.#staffMap = staffMap;
    this.#text = text;
    this.#boxes = { changes: part("changes"), result: part("result"), circle: part("circle"), tools: part("tools") };
    this.#drawn = overlay(staffMap, "mine", 22);
    this.#setUpTools(part("tools"));
    this.#boxes.circle?.addEventListener("submit", (event) => {
      event.preventDefault();
      const { pincode, radius_km } = this.#boxes.circle.elements;
      this.addPincode(pincode.value, radius_km.value);
    });
  }

  get isDrawing() {
    return this.#draw !== null;
  }

  mark(pincode) {
    if (this.#outcome?.gained.includes(pincode)) return "gained";
    return this.#outcome?.lost.includes(pincode) ? "lost" : null;
  }

  /** A new centre that serves a circle around `{pincode, lat, lng}`. */
  addCircle({ pincode, lat, lng }, radius_km) {
    this.#add({
      words: this.#text("change_circle", { pincode, radius: radius_km }),
      polygons: circleAround({ lat, lng }, radius_km), change: { action: "add", lat, lng, radius_km },
    });
  }

  async addPincode(typed, radius = usualRadius_km) {
    const radius_km = Number(String(radius).replace(",", "."));
    if (!(radius_km > 0 && radius_km <= greatestRadius_km)) return this.#tell("wrong_radius");
    const pincode = plain(typed);
    const found = /^\d{6}$/.test(pincode) && await getJSON(`/api/pincodes/${pincode}`).catch(() => null);
    if (!found) return this.#tell("unknown_pincode");
    return this.addCircle(found, radius_km);
  }

  /** A centre that closes. */
  addRemoval(id, centre) {
    if (this.#changes.some(({ change }) => change.action === "remove" && change.provider_id === id)) return;
    this.#add({ words: this.#text("change_without", { centre }), polygons: [], change: { action: "remove", provider_id: id } });
  }

  #setUpTools(box) {
    if (!box) return;
    for (const [type, words] of [["Polygon", "draw_area"], ["Circle", "draw_circle"]]) {
      this.#toggles.set(type, button(this.#text(words), () => this.#toggle(type), { "aria-pressed": "false" }));
    }
    box.append(
      ...this.#toggles.values(),
      button(this.#text("finish"), () => this.#finish()),
      button(this.#text("clear"), () => this.#clear()));
    this.#staffMap.map.getTargetElement().addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#stop();
    });
  }

  /** What is pressed while it is on goes off. */
  #toggle(type) {
    const isOn = this.#toggles.get(type).getAttribute("aria-pressed") === "true";
    this.#stop();
    if (!isOn) this.#start(type);
  }

  #start(type) {
    this.#press(type);
    this.#draw = new ol.interaction.Draw({ type, stopClick: true });
    this.#draw.on("drawstart", ({ feature }) => { this.#sketch = type === "Polygon" ? feature.getGeometry() : null; });
    this.#draw.on("drawend", ({ feature }) => {
      // The click that ends it must not choose what lies below.
      setTimeout(() => this.#stop());
      const drawn = feature.getGeometry();
      const polygon = type === "Circle" ? ol.geom.Polygon.fromCircle(drawn, 64) : drawn;
      const polygons = toDegrees([polygon.getCoordinates()]);
      this.#add({ words: this.#text("change_area"), polygons, change: { action: "add", geometry: together(polygons) } });
    });
    this.#staffMap.map.addInteraction(this.#draw);
  }

  #finish() {
    // The ring is closed, and its last corner is where the pointer is.
    if (this.#draw && this.#sketch && this.#sketch.getCoordinates()[0].length - 2 < 3) return this.#tell("too_few_corners");
    return this.#draw?.finishDrawing();
  }

  #stop() {
    if (this.#draw) this.#staffMap.map.removeInteraction(this.#draw);
    this.#draw = null;
    this.#sketch = null;
    this.#press(null);
  }

  /** Shows what is being drawn; null: nothing is. */
  #press(type) {
    for (const [other, toggle] of this.#toggles) toggle.setAttribute("aria-pressed", String(other === type));
  }

  #clear() {
    this.#stop();
    this.#changes = [];
    this.#refresh();
  }

  #add(change) {
    if (this.#changes.length >= most) return this.#tell("too_many_changes");
    this.#changes.push(change);
    return this.#refresh();
  }

  #refresh() {
    show(this.#drawn, features(this.#changes.flatMap(({ polygons }) => polygons)));
    this.#boxes.changes?.replaceChildren(make("ul", { class: "changes" }, ...this.#changes.map((one) =>
      make("li", {}, make("bdi", {}, one.words), " ", button(this.#text("remove_change"), () => {
        this.#changes = this.#changes.filter((other) => other !== one);
        this.#refresh();
        // The button is gone, and the focus with it.
        (this.#boxes.changes.querySelector("button") ?? this.#boxes.tools?.querySelector("button"))?.focus();
      })))));
    if (this.#changes.length > 0) return this.#ask();
    this.#ask.cancel();
    this.#boxes.result?.replaceChildren();
    return this.#come(null);
  }

  async #run(signal) {
    this.#boxes.result?.setAttribute("aria-busy", "true");
    try {
      const changes = this.#changes.map(({ change }) => change);
      const { body } = await sendJSON("POST", "/api/coverage/what-if", { changes }, { signal });
      showOutcome(this.#boxes.result, body, this.#text);
      this.#come(body);
    } catch (error) {
      if (isGivenUp(error)) return;
      this.#tell(error.code === "invalid_geometry" ? "imagine_refused" : "imagine_failed");
      this.#come(null);
    } finally {
      if (!signal.aborted) this.#boxes.result?.removeAttribute("aria-busy");
    }
  }

  #come(outcome) {
    this.#outcome = outcome;
    this.dispatchEvent(new Event("change"));
  }

  #tell(key) {
    this.#boxes.result?.replaceChildren(make("p", { role: "alert" }, this.#text(key)));
  }
}
