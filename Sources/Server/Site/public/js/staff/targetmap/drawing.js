// The map of targetmap.js, once the library is there. Its tools are the area editor's.
//
//   <div data-target-drawing="editor">
//     <div data-target-toolbar data-sprite="{sprite's address}" aria-label="..."></div>
//     <div data-target-map data-map-texts="staff-map" ...></div>       as staff/map.js says
//     <p data-target-status role="status"></p>
//   </div>
//   <textarea name="geometry"></textarea>
//   {{> texts/editor}} {{> texts/staff_map}}
//
// Texts: those of the editor's toolbar, hole_outside, split_missed, snap_nearer, refused_too_few_positions, refused_not_readable.

import { Canvas } from "../editor/canvas.js";
import { extentOf, features, polygonsOf, together } from "../editor/ground.js";
import { History } from "../editor/history.js";
import { setUpShortcuts, setUpToolbar } from "../editor/toolbar.js";
import { Snapping } from "../editor/snapping.js";
import { Tools } from "../editor/tools.js";
import { createStaffMap } from "../map.js";
import { textsOf } from "../../shared/texts.js";

/** `root` is the part of the form that is drawn in, `field` the one that holds the drawing as GeoJSON. */
export class TargetMap {
  #field;
  #status;
  #text;
  #canvas;
  #history;
  /** What stands in the field came from somebody's hand: it is drawn, and stays as it is. */
  #isTyped = false;

  constructor(root, field) {
    const part = (name) => root.querySelector(`[data-target-${name}]`);
    this.#field = field;
    this.#status = part("status");
    this.#text = textsOf(root.dataset.targetDrawing);
    this.staffMap = createStaffMap(part("map"));
    this.#canvas = new Canvas(this.staffMap);
    // What stands there is where undoing ends.
    const stored = this.#typed();
    this.#history = new History(stored ?? []);
    const snapping = new Snapping(this.staffMap, this.#canvas.source, null, (key) => this.#say(key));
    const tools = new Tools(this.#canvas, snapping, (key) => this.#say(key));
    setUpToolbar(part("toolbar"), {
      tools, history: this.#history, snapping, text: this.#text, showAll: () => this.#showAll(),
      canSnapToNeighbours: false,
    });
    setUpShortcuts(root, { tools, history: this.#history });
    this.#canvas.addEventListener("commit", () => this.#history.push(this.#canvas.polygons));
    this.#history.addEventListener("change", () => this.#changed());
    field.addEventListener("change", () => this.#read());
    field.form.addEventListener("submit", () => tools.settle());
    if (stored) {
      this.#canvas.show(stored);
      this.#showAll();
    } else this.#say("refused_not_readable");
    tools.use(this.#history.state.length > 0 ? "move" : "draw");
    this.staffMap.ready();
  }

  #say(key) {
    this.#status.textContent = key ? this.#text(key) : "";
  }

  #changed() {
    const polygons = this.#history.state;
    this.#canvas.show(polygons);
    if (!this.#isTyped) this.#field.value = polygons.length > 0 ? JSON.stringify(together(polygons)) : "";
    this.#say("");
  }

  /** The polygons of the field; null when they can't be read. */
  #typed() {
    try {
      const typed = this.#field.value.trim();
      const polygons = typed === "" ? [] : polygonsOf(JSON.parse(typed));
      // Throws for what is no ground.
      features(polygons);
      return polygons;
    } catch {
      return null;
    }
  }

  #read() {
    const polygons = this.#typed();
    if (!polygons) {
      this.#say("refused_not_readable");
      return;
    }
    this.#isTyped = true;
    this.#history.push(polygons);
    this.#isTyped = false;
    this.#showAll();
  }

  #showAll() {
    const extent = extentOf(this.#canvas.polygons);
    if (extent) this.staffMap.fit(extent, { padding: [60, 60, 60, 60], maxZoom: 15 });
  }
}
