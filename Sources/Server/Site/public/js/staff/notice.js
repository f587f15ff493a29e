// A quiet line at the edge of a map, with at most one thing to do.

export class Notice {
  #box = document.createElement("div");

  constructor(element) {
    this.#box.className = "map-notice";
    this.#box.setAttribute("role", "status");
    this.#box.hidden = true;
    element.append(this.#box);
  }

  /** `action` is `{label, run}` for a button or `{label, address}` for a link. */
  show(words, action) {
    const line = document.createElement("span");
    line.textContent = words;
    this.#box.replaceChildren(line);
    if (action) this.#box.append(this.#control(action));
    this.#box.hidden = false;
  }

  hide() {
    this.#box.hidden = true;
    this.#box.replaceChildren();
  }

  #control({ label, run, address }) {
    const control = document.createElement(run ? "button" : "a");
    control.textContent = label;
    control.className = "btn-quiet";
    if (run) {
      control.type = "button";
      control.addEventListener("click", run);
    } else {
      control.href = address;
    }
    return control;
  }
}
