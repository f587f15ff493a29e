// A text field with a list of suggestions: the editable combobox with list autocomplete of the ARIA Authoring Practices.
// The focus stays in the field; the arrow keys move the choice in the list.

let made = 0;

export class Combobox {
  /** `choose(item)` is called for a suggestion that was taken by click, touch or Enter. */
  constructor(input, { choose }) {
    this.input = input;
    this.choose = choose;
    this.items = [];
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.id = `suggestions-${++made}`;
    this.list.className = "suggest-list";
    this.list.role = "listbox";
    this.list.hidden = true;
    const label = input.labels?.[0];
    if (label) {
      label.id ||= `${this.list.id}-label`;
      this.list.setAttribute("aria-labelledby", label.id);
    } else {
      this.list.setAttribute("aria-label", input.getAttribute("aria-label") ?? "");
    }
    input.after(this.list);
    this.#describe();
    this.#listen();
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /** Shows the items (`shown`, `detail`); none closes the list. */
  show(items) {
    this.items = items;
    this.list.replaceChildren(...items.map((item, index) => this.#option(item, index)));
    this.list.hidden = items.length === 0;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
    this.#activate(-1);
  }

  close() {
    this.show([]);
  }

  #describe() {
    const attributes = {
      role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-expanded": "false",
      autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
  }

  #option(item, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.role = "option";
    option.setAttribute("aria-selected", "false");
    const name = document.createElement("span");
    name.textContent = item.shown;
    if (item.isForeign) name.lang = "en";
    const detail = document.createElement("small");
    detail.textContent = item.detail;
    option.append(name, " ", detail);
    return option;
  }

  #listen() {
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => this.close());
    // Else the field would lose the focus, and the list close, before the click arrives.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#take([...this.list.children].indexOf(option));
    });
  }

  #key(event) {
    // While a syllable is being composed, the keys belong to the input method.
    if (event.isComposing) return;
    const last = this.items.length - 1;
    if (event.key === "ArrowDown" && this.isOpen) this.#activate(this.active < last ? this.active + 1 : 0);
    else if (event.key === "ArrowUp" && this.isOpen) this.#activate(this.active > 0 ? this.active - 1 : last);
    else if (event.key === "ArrowDown") this.input.dispatchEvent(new Event("input", { bubbles: true }));
    else if (event.key === "Enter" && this.active >= 0) this.#take(this.active);
    else if (event.key === "Escape" && this.isOpen) this.close();
    else return;
    event.preventDefault();
  }

  #activate(index) {
    this.active = index;
    [...this.list.children].forEach((option, at) => {
      option.setAttribute("aria-selected", String(at === index));
      option.classList.toggle("is-active", at === index);
    });
    if (index < 0) {
      this.input.removeAttribute("aria-activedescendant");
    } else {
      this.input.setAttribute("aria-activedescendant", this.list.children[index].id);
      this.list.children[index].scrollIntoView({ block: "nearest" });
    }
  }

  #take(index) {
    const item = this.items[index];
    this.close();
    this.choose(item);
  }
}
