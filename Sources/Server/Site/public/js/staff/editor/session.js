// One piece of work on an area: puts the parts of the editor together.

import { acceptFiles, readFile } from "./file.js";
import { Canvas } from "./canvas.js";
import { Cells } from "./cells.js";
import { Conflict } from "./conflict.js";
import { extentOf, features, polygonsOf } from "./ground.js";
import { History } from "./history.js";
import { LivePreview } from "./livepreview.js";
import { offerDraft } from "./draftoffer.js";
import { othersOf, waitingOf } from "./preview.js";
import { overlay, show } from "./overlay.js";
import { Problem } from "./problem.js";
import { refusalKey } from "./refusal.js";
import { SaveFlow } from "./saveflow.js";
import { workOf } from "./sameness.js";
import { setUpConvert } from "./convert.js";
import { setUpPointing } from "./pointing.js";
import { setUpShortcuts, setUpToolbar } from "./toolbar.js";
import { Snapping } from "./snapping.js";
import { Store } from "./saving.js";
import { Summary } from "./summary.js";
import { Tools } from "./tools.js";
import { Versions } from "./versions.js";
import { Ways } from "./ways.js";
import { Draft } from "../../shared/drafts.js";
import { latest } from "../../shared/later.js";
import { legendList } from "../layerswitch.js";
import { toMap } from "../map.js";

/** Cells that are asked for one by one; of more, the whole neighbourhood comes at once. */
const mostAlone = 8;

export class Session {
  #others = [];
  #isInForce = false;
  #isDirty = false;
  #isStarted = false;
  #keep = latest(300, () => this.#keepDraft());

  constructor(form, staffMap, text) {
    const part = (name) => form.querySelector(`[data-editor-${name}]`);
    this.form = form;
    this.staffMap = staffMap;
    this.text = text;
    this.data = form.dataset;
    /** Whether the page has what was typed and what is wrong with it, in place of what is stored. */
    this.isRefused = "refused" in this.data;
    const status = form.parentElement.querySelector("[data-editor-status]");
    this.say = (key, values) => (status.textContent = key ? text(key, values) : "");
    this.store = new Store(this.data);
    // One for each area, and one for a new area of each centre.
    const { areaId, providerId, user } = this.data;
    this.draft = new Draft(areaId ? `area-${areaId}` : `centre-${providerId}-area`, user);
    this.history = new History([]);
    this.canvas = new Canvas(staffMap);
    this.snapping = new Snapping(staffMap, this.canvas.source, this.data.providerId, (key) => this.say(key));
    this.tools = new Tools(this.canvas, this.snapping, (key) => this.say(key));
    this.cells = new Cells();
    this.ways = new Ways(form, this.canvas, this.cells, this.#centre(), text);
    this.shown = overlay(staffMap, "mine", 19);
    this.problem = new Problem(part("problem"), staffMap, text, (polygons) => this.replace(polygons));
    this.conflict = new Conflict(part("conflict"), staffMap, text);
    this.preview = new LivePreview({
      ways: this.ways, problem: this.problem, summary: new Summary(part("summary"), text),
      context: () => this.#context(), show: (polygons) => this.#showGround(polygons),
    });
    const versions = document.querySelector("[data-editor-versions]");
    this.versions = new Versions(versions, staffMap, text, (polygons) => this.replace(polygons));
    this.takeTheirs = (area) => this.#takeTheirs(area);
    this.saved = (area, sent) => this.#saved(area, sent);
    setUpToolbar(part("toolbar"), {
      tools: this.tools, history: this.history, snapping: this.snapping, text, showAll: () => this.showAll(),
      canSnapToNeighbours: staffMap.layers.has("service_areas"),
    });
    setUpShortcuts(form, this);
    setUpConvert(part("convert"), this);
    setUpPointing(this);
    acceptFiles(staffMap.map.getTargetElement(), part("file"), (file) => this.#open(file));
    this.#listen();
  }

  async start() {
    this.ways.choose(this.ways.kind);
    if (this.data.areaId) await this.#load();
    this.#isStarted = true;
    await this.#loadOthers();
    await offerDraft(this);
    this.preview.refresh();
    this.staffMap.ready();
  }

  /** Puts another outline in place of the one that is there; one step to undo. */
  replace(polygons) {
    if (polygons.length === 0) return;
    this.ways.choose("polygon");
    // It is there to be changed; the next click would begin another part.
    this.tools.use("move");
    this.history.push(polygons);
    this.#touched();
    this.showAll();
  }

  showAll() {
    const drawn = this.canvas.polygons;
    const extent = extentOf(drawn.length > 0 ? drawn : this.#others);
    if (extent) this.staffMap.fit(extent, { padding: [60, 60, 60, 60], maxZoom: 15 });
  }

  /** The form as it would be sent without a script. */
  sendPlain() {
    this.#isDirty = false;
    this.#keep.cancel();
    this.#keepDraft();
    this.draft.forgetWhen(new URL(this.data.done, location.href).searchParams.get("done"));
    this.form.submit();
  }

  get #firstTool() {
    return this.canvas.polygons.length > 0 ? "move" : "draw";
  }

  #centre() {
    return { lat: Number(this.data.lat), lng: Number(this.data.lng) };
  }

  #context() {
    // What-if knows approved centres only; another one is imagined as new.
    const isKnown = (this.data.providerStatus ?? "approved") === "approved";
    return {
      providerId: isKnown ? Number(this.data.providerId) : null, others: this.#others, isInForce: this.#isInForce,
      mayImagine: this.data.preview === "what-if",
    };
  }

  #listen() {
    this.canvas.addEventListener("commit", () => {
      this.history.push(this.canvas.polygons);
      this.#touched();
    });
    this.canvas.addEventListener("sketch", () => {
      if (!this.#isStarted) return;
      this.#isDirty = true;
      this.#keep();
      this.preview.refresh(false);
    });
    this.history.addEventListener("change", () => {
      this.canvas.show(this.history.state);
      this.#touched();
    });
    this.ways.addEventListener("change", () => {
      const byHand = this.ways.kind === "polygon";
      if (byHand !== (this.tools.name !== null)) this.tools.use(byHand ? this.#firstTool : null);
      this.#touched();
    });
    const flow = new SaveFlow(this);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.tools.settle();
      flow.run();
    });
    addEventListener("beforeunload", (event) => this.#isDirty && event.preventDefault());
  }

  async #load() {
    try {
      const area = await this.store.load();
      // What waits for a decision is what is worked on; what is in force is there to compare.
      const work = workOf(area);
      this.#isInForce = area.status === "in_force";
      if (area.replacement) show(overlay(this.staffMap, "before", 18), features(polygonsOf(area.geometry)));
      this.#begin(work);
      this.versions.list(area.id);
      if (work.pincodes?.length > mostAlone) await this.cells.within(extentOf(polygonsOf(work.geometry))).catch(() => {});
    } catch {
      this.say("load_failed");
    }
  }

  #begin(area) {
    if (!this.isRefused) this.ways.fill(area);
    this.history.begin(polygonsOf(area.geometry));
    this.ways.choose(this.isRefused ? this.ways.kind : area.kind);
    if (this.ways.kind === "polygon") this.tools.use("move");
    this.showAll();
  }

  async #loadOthers() {
    if (!this.data.providerId) return;
    const areas = await this.store.siblings().catch(() => []);
    this.#others = othersOf(areas, this.store.areaId);
    this.#showOthers(waitingOf(areas, this.store.areaId));
    if (this.canvas.polygons.length > 0) return;
    const { lat, lng } = this.#centre();
    const extent = extentOf(this.#others) ?? (lat && lng && [lng - 0.2, lat - 0.2, lng + 0.2, lat + 0.2]);
    if (extent) this.staffMap.fit(extent);
  }

  /** What the centre has besides, so that nothing is drawn twice. */
  #showOthers(waiting) {
    const rows = [];
    if (this.#others.length > 0) rows.push(["is-count-4", this.text("others_in_force")]);
    if (waiting.length > 0) rows.push(["is-spread", this.text("others_waiting")]);
    if (rows.length === 0) return;
    const others = features(this.#others);
    show(overlay(this.staffMap, "neighbours", 17), others);
    this.snapping.alsoTo(others);
    show(overlay(this.staffMap, "theirs", 16), features(waiting));
    this.form.querySelector("[data-editor-legend]")?.replaceChildren(legendList(rows));
  }

  #touched() {
    if (!this.#isStarted) return;
    this.#isDirty = true;
    this.#keep();
    this.preview.refresh();
  }

  #keepDraft() {
    const isKept = this.draft.keep({
      etag: this.store.etag, kind: this.ways.kind, fields: this.ways.fields, polygons: this.canvas.sketched,
    });
    if (!isKept) this.say("draft_failed");
  }

  /** Draws what isn't drawn by hand, in place of what is. */
  #showGround(polygons) {
    const byHand = this.ways.kind === "polygon";
    this.canvas.setVisible(byHand);
    show(this.shown, byHand ? [] : features(polygons));
    if (!byHand) this.#bringIntoView(extentOf(polygons));
    this.form.querySelector("[data-editor-convert]")?.toggleAttribute("hidden", byHand || polygons.length === 0);
  }

  #bringIntoView(extent) {
    if (!extent) return;
    const seen = this.staffMap.map.getView().calculateExtent();
    if (!ol.extent.containsExtent(seen, toMap(extent))) this.staffMap.fit(extent, { padding: [60, 60, 60, 60], maxZoom: 15 });
  }

  async #open(file) {
    this.say("file_reading", { file: file.name });
    try {
      const verdict = await readFile(file);
      if (verdict.valid) {
        this.replace(polygonsOf(verdict.geometry));
        this.say("file_opened", { file: file.name });
      } else {
        this.problem.show(verdict, { moveView: true });
        this.say("file_refused", { file: file.name });
      }
    } catch (error) {
      // Without a connection nothing is to be saved yet, only to be opened again.
      const isAway = error.status === 0;
      this.say(typeof error === "string" ? error : isAway ? "file_failed" : refusalKey(error, this.text, "file_failed"));
    }
  }

  #takeTheirs(area) {
    this.#isInForce = area.status === "in_force";
    this.ways.choose("polygon");
    this.history.push(polygonsOf(workOf(area).geometry));
    this.versions.list(area.id);
    this.say("theirs_taken");
  }

  #saved(area, sent) {
    if (JSON.stringify(this.ways.body) !== JSON.stringify(sent)) return this.#goOnFrom(area);
    this.#isDirty = false;
    this.#keep.cancel();
    this.draft.forget();
    this.say("saved");
    const next = this.data.done?.replace("{id}", area.id);
    if (next) location.assign(next);
    return undefined;
  }

  /** Something was changed while the request was on its way: that isn't stored yet. */
  #goOnFrom(area) {
    this.draft.forget();
    this.draft = new Draft(`area-${area.id}`, this.data.user);
    this.#isInForce = area.status === "in_force";
    this.#touched();
    this.say("saved_before");
  }
}
