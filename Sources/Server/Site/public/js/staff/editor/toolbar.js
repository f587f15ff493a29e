// The editor's buttons: one stop of the Tab key, arrows within (ARIA Authoring Practices, toolbar), and shortcuts.

import { button, icon, make } from "../buttons.js";

const tools = [["move", "hand"], ["draw", "pencil"], ["hole", "hole"], ["split", "scissors"], ["erase", "trash"]];
const snaps = ["districts", "cells", "neighbours"];

/** Texts: tool_<name>, undo, redo, finish, remove_last, show_all, snap, snap_<name>. */
export function setUpToolbar(box, { tools: use, history, snapping, showAll, text, canSnapToNeighbours }) {
  const { sprite } = box.dataset;
  box.setAttribute("role", "toolbar");
  const toggles = tools.map(([name, image]) =>
    [name, button(text(`tool_${name}`), () => use.use(name), { image: icon(sprite, image), "aria-pressed": "false" })]);
  const undo = button(text("undo"), () => history.undo(), { image: icon(sprite, "undo") });
  const redo = button(text("redo"), () => history.redo(), { image: icon(sprite, "redo") });
  const finish = button(text("finish"), () => use.finish(), { image: icon(sprite, "check") });
  const last = button(text("remove_last"), () => use.removeLastPoint(), { image: icon(sprite, "minus") });
  const all = button(text("show_all"), showAll, { image: icon(sprite, "expand") });
  box.append(...toggles.map(([, toggle]) => toggle), finish, last, undo, redo, all);
  box.append(snapChoices(snapping, text, canSnapToNeighbours ? snaps : snaps.slice(0, 2)));

  const refresh = () => {
    for (const [name, toggle] of toggles) toggle.setAttribute("aria-pressed", String(use.name === name));
    // Not hidden, or the map would jump below the pointer; not `disabled`, which would take the focus away.
    for (const one of [finish, last]) one.setAttribute("aria-disabled", String(!use.isDrawing));
    undo.setAttribute("aria-disabled", String(!history.canUndo));
    redo.setAttribute("aria-disabled", String(!history.canRedo));
  };
  use.addEventListener("change", refresh);
  history.addEventListener("change", refresh);
  refresh();
  rove(box);
}

function snapChoices(snapping, text, names) {
  const choices = names.map((name) => {
    const check = make("input", {
      type: "checkbox", checked: snapping.wanted.has(name), onchange: () => snapping.want(name, check.checked),
    });
    return make("label", { class: "toolbar__choice" }, check, " ", text(`snap_${name}`));
  });
  return make("span", { class: "toolbar__group", role: "group", "aria-label": text("snap") }, ...choices);
}

function rove(box) {
  const items = [...box.querySelectorAll("button, input")];
  const choose = (item) => {
    for (const other of items) other.tabIndex = other === item ? 0 : -1;
  };
  choose(items[0]);
  box.addEventListener("focusin", (event) => choose(event.target));
  box.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    items[(items.indexOf(event.target) + step + items.length) % items.length].focus();
  });
}

/**
 * Ctrl+Z, Ctrl+Shift+Z or Ctrl+Y, Escape; not while text is typed, nor while one of the other `ways`, where there are any,
 * is what is shown.
 */
export function setUpShortcuts(root, { tools: use, history, ways }) {
  root.addEventListener("keydown", (event) => {
    if (ways && ways.kind !== "polygon") return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const key = event.key.toLowerCase();
    const isCommand = event.ctrlKey || event.metaKey;
    if (event.key === "Escape" && use.isDrawing) use.abort();
    else if (isCommand && key === "z" && use.isDrawing && !event.shiftKey) use.removeLastPoint();
    else if (isCommand && key === "z" && !event.shiftKey) history.undo();
    else if (isCommand && (key === "y" || key === "z")) history.redo();
    else if (event.key === "Enter" && use.isDrawing && event.target.matches("[data-map-texts]")) use.finish();
    else return;
    event.preventDefault();
  });
}
