// The ways to change an area by pointer, of which one is active: "move" (shift the map, move and insert corners), "draw",
// "hole", "split", "erase"; null for none.

import { erase } from "./erase.js";
import { isWithin } from "./rings.js";
import { split } from "./split.js";

const { Draw, Modify } = ol.interaction;

export class Tools extends EventTarget {
  #canvas;
  #snapping;
  #say;
  #active = [];
  #draw = null;
  /** What is being drawn: its corners so far and the pointer, a ring closed. */
  #sketched = null;

  /** `say(key)` tells what couldn't be done: hole_outside, split_missed, refused_too_few_positions. */
  constructor(canvas, snapping, say) {
    super();
    this.#canvas = canvas;
    this.#snapping = snapping;
    this.#say = say;
    this.name = null;
    canvas.map.on("click", (event) => {
      // A listener that returns false would keep the click from the others.
      if (this.name === "erase") this.#erase(event);
    });
  }

  use(name) {
    this.settle();
    this.abort();
    for (const interaction of this.#active) this.#canvas.map.removeInteraction(interaction);
    this.name = name;
    this.#active = this.#interactions(name);
    for (const interaction of this.#active) this.#canvas.map.addInteraction(interaction);
    // What snaps must come after what draws.
    this.#snapping.raise(name !== null && name !== "erase");
    this.#tell();
  }

  get isDrawing() {
    return this.#draw !== null;
  }

  finish() {
    const drawn = this.#sketched?.getCoordinates() ?? [];
    if (this.#draw && this.name === "split" && drawn.length - 1 < 2) return this.#say("split_missed");
    if (this.#draw && this.name !== "split" && drawn[0].length - 2 < 3) return this.#say("refused_too_few_positions");
    return this.#draw?.finishDrawing();
  }

  /** Takes an outline that is whole but for its end: another tool, or saving, would throw it away. */
  settle() {
    if (!this.#draw || this.name === "split") return;
    if (this.#sketched.getCoordinates()[0].length - 2 >= 3) this.#draw.finishDrawing();
  }

  removeLastPoint() {
    this.#draw?.removeLastPoint();
  }

  abort() {
    this.#draw?.abortDrawing();
    this.#ended();
  }

  #interactions(name) {
    switch (name) {
      case "move": return [this.#modify()];
      case "draw": return [this.#drawing("Polygon", (geometry) => this.#add(geometry))];
      case "hole": return [this.#drawing("Polygon", (geometry) => this.#cutHole(geometry))];
      case "split": return [this.#drawing("LineString", (geometry) => this.#split(geometry))];
      default: return [];
    }
  }

  #modify() {
    const modify = new Modify({ source: this.#canvas.source, pixelTolerance: 12 });
    let listeners = [];
    modify.on("modifystart", (event) => {
      listeners = event.features.getArray().map((feature) =>
        feature.getGeometry().on("change", () => this.#canvas.moving()));
    });
    modify.on("modifyend", () => {
      ol.Observable.unByKey(listeners);
      this.#canvas.commit();
    });
    return modify;
  }

  #drawing(type, finished) {
    const draw = new Draw({ type, stopClick: true, style: (feature) => this.#sketchStyle(feature) });
    draw.on("drawstart", (event) => {
      this.#draw = draw;
      this.#sketched = event.feature.getGeometry();
      if (this.name === "draw") this.#canvas.sketch(event.feature.getGeometry());
      this.#tell();
    });
    draw.on("drawabort", () => this.#ended());
    draw.on("drawend", (event) => {
      this.#ended();
      finished(event.feature.getGeometry());
    });
    return draw;
  }

  #sketchStyle(feature) {
    const { palette } = this.#canvas.staffMap;
    const { Style, Fill, Stroke, Circle } = ol.style;
    const stroke = new Stroke({ color: palette.get("draw"), width: 2.5, lineDash: [6, 5] });
    if (feature.getGeometry().getType() === "Point") {
      return new Style({ image: new Circle({ radius: 6, fill: new Fill({ color: palette.get("draw") }) }) });
    }
    return new Style({ stroke, fill: new Fill({ color: palette.get("draw", 0.1) }) });
  }

  #ended() {
    this.#draw = null;
    this.#sketched = null;
    this.#canvas.sketch(null);
    this.#tell();
  }

  #add(geometry) {
    this.#canvas.source.addFeature(new ol.Feature(geometry));
    this.#canvas.commit();
  }

  #cutHole(geometry) {
    const [ring] = geometry.getCoordinates();
    const around = this.#canvas.source.getFeatures()
      .find((feature) => isWithin(ring, feature.getGeometry().getCoordinates()));
    if (!around) return this.#say("hole_outside");
    around.getGeometry().appendLinearRing(new ol.geom.LinearRing(ring));
    return this.#canvas.commit();
  }

  #split(geometry) {
    const line = geometry.getCoordinates();
    let isCut = false;
    for (const feature of this.#canvas.source.getFeatures()) {
      const parts = split(feature.getGeometry().getCoordinates(), line);
      if (!parts) continue;
      isCut = true;
      this.#canvas.source.removeFeature(feature);
      this.#canvas.source.addFeatures(parts.map((rings) => new ol.Feature(new ol.geom.Polygon(rings))));
    }
    if (!isCut) return this.#say("split_missed");
    return this.#canvas.commit();
  }

  #erase(event) {
    const reach_px = event.originalEvent.pointerType === "touch" ? 24 : 12;
    if (erase(this.#canvas, event.coordinate, reach_px * this.#canvas.map.getView().getResolution())) {
      this.#canvas.commit();
    }
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
