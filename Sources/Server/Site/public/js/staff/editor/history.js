// Undo and redo over states that are never changed in place.

const most = 200;

export class History extends EventTarget {
  #states;
  #at = 0;

  constructor(first) {
    super();
    this.#states = [first];
  }

  get state() {
    return this.#states[this.#at];
  }

  get canUndo() {
    return this.#at > 0;
  }

  get canRedo() {
    return this.#at < this.#states.length - 1;
  }

  /** Where the work begins: nothing lies before it, or the last step back would take the area itself away. */
  begin(state) {
    this.#states = [state];
    this.#at = 0;
    this.#tell();
  }

  /** A new state; what was undone before is gone. */
  push(state) {
    this.#states = [...this.#states.slice(0, this.#at + 1), state].slice(-most);
    this.#at = this.#states.length - 1;
    this.#tell();
  }

  undo() {
    if (!this.canUndo) return;
    this.#at -= 1;
    this.#tell();
  }

  redo() {
    if (!this.canRedo) return;
    this.#at += 1;
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
