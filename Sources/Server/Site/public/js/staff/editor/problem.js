// A refused outline: what is wrong, where, and what it could be instead.

import { button, make } from "../buttons.js";
import { extentOf, features, polygonsOf } from "./ground.js";
import { overlay, show } from "./overlay.js";
import { area } from "../../shared/numbers.js";

export class Problem {
  #box;
  #staffMap;
  #text;
  #take;
  #flaw;
  #repaired;

  /** `take(polygons)` puts a repaired outline in place of the refused one. */
  constructor(box, staffMap, text, take) {
    this.#box = box;
    this.#staffMap = staffMap;
    this.#text = text;
    this.#take = take;
    this.#flaw = overlay(staffMap, "flaw", 40);
    this.#repaired = overlay(staffMap, "repaired", 30);
    box.setAttribute("role", "alert");
    this.clear();
  }

  get isShown() {
    return !this.#box.hidden;
  }

  clear() {
    this.#box.replaceChildren();
    this.#box.hidden = true;
    this.#flaw.clear();
    this.#repaired.clear();
  }

  /**
   * A verdict of `/api/geometry/check`, or the errors of a refused request in the same form. `moveView` for an outline that
   * came from elsewhere than the map.
   */
  show({ errors: [error], repaired }, { moveView = false } = {}) {
    this.clear();
    this.#box.append(make("p", {}, this.#words(error)));
    if (error?.lat !== undefined) {
      show(this.#flaw, [new ol.Feature(new ol.geom.Point(ol.proj.fromLonLat([error.lng, error.lat])))]);
      this.#box.append(button(this.#text("show_place"), () => this.#goTo(error)));
    }
    if (repaired) this.#offer(repaired);
    this.#box.hidden = false;
    const extent = repaired && extentOf(polygonsOf(repaired.geometry));
    if (moveView && extent) this.#staffMap.fit(extent, { padding: [60, 60, 60, 60] });
    else if (moveView && error?.lat !== undefined) this.#goTo(error);
  }

  /** In the page's language; the server's own sentences are English. */
  #words(error) {
    return (error?.reason && this.#text(`refused_${error.reason}`)) || this.#text("refused");
  }

  #offer(repaired) {
    const polygons = polygonsOf(repaired.geometry);
    show(this.#repaired, features(polygons));
    const changes = repaired.changes.map(({ change }) => make("li", {}, this.#text(`mended_${change}`)));
    this.#box.append(
      make("p", {}, this.#text("repaired", { area: area(repaired.area_km2) })), make("ul", {}, ...changes),
      button(this.#text("take_repaired"), () => this.#accept(polygons), { className: "btn btn-primary" }));
  }

  #accept(polygons) {
    this.#take(polygons);
    // The button goes, and the focus would with it.
    this.#staffMap.map.getTargetElement().focus({ preventScroll: true });
  }

  #goTo({ lat, lng }) {
    const view = this.#staffMap.map.getView();
    view.animate({ center: ol.proj.fromLonLat([lng, lat]), zoom: Math.max(view.getZoom(), 14), duration: 200 });
    this.#staffMap.map.getTargetElement().focus();
  }
}
