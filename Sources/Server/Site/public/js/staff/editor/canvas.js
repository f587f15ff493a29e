// The area on the map: what it is (a list of polygons in degrees), and that it changed.
//
// Events: "commit" when a change is done, "sketch" while one is being drawn and when it was given up. `polygons` is what is done, `sketched` that
// together with what is being drawn.

import { features, toDegrees } from "./ground.js";
import { overlay, show } from "./overlay.js";
import { turn } from "./rings.js";

export class Canvas extends EventTarget {
  #sketch = null;

  constructor(staffMap) {
    super();
    this.staffMap = staffMap;
    this.map = staffMap.map;
    this.source = overlay(staffMap, "mine", 20);
  }

  get polygons() {
    return toDegrees(this.#drawn());
  }

  get sketched() {
    const sketch = this.#sketch && toDegrees([this.#sketch.getCoordinates()])[0];
    // Two corners and the pointer above one of them are no ground yet.
    return sketch && Math.abs(turn(sketch[0])) > 1e-9 ? [...this.polygons, sketch] : this.polygons;
  }

  /** Shows a state without telling. */
  show(polygons) {
    show(this.source, features(polygons));
  }

  /** Coordinates of the map. */
  #drawn() {
    return this.source.getFeatures().map((feature) => feature.getGeometry().getCoordinates());
  }

  commit() {
    this.#sketch = null;
    this.dispatchEvent(new Event("commit"));
  }

  /** `geometry` is the polygon that is being drawn, null when that ended. */
  sketch(geometry) {
    const isOver = this.#sketch && !geometry;
    this.#sketch = geometry;
    geometry?.on("change", () => this.dispatchEvent(new Event("sketch")));
    if (isOver) this.dispatchEvent(new Event("sketch"));
  }

  /** What is drawn by hand gives way to what is chosen from lists. */
  setVisible(on) {
    const layer = this.map.getAllLayers().find((one) => one.getSource() === this.source);
    layer.setVisible(on);
  }

  /** Something of what is done is being moved. */
  moving() {
    this.dispatchEvent(new Event("sketch"));
  }

  /** The feature below a place of the map, or null. */
  featureAt(coordinate) {
    return this.source.getFeatures().find((feature) => feature.getGeometry().intersectsCoordinate(coordinate)) ?? null;
  }
}
