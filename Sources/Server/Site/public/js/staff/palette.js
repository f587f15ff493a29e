// Colours for a canvas, read from the variables of css/map-colours.css, so that light and dark are said in one place.

export class Palette {
  #element;
  #colours = new Map();
  #listeners = new Set();

  constructor(element) {
    this.#element = element;
    const changed = () => {
      this.#colours.clear();
      for (const listener of this.#listeners) listener();
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
    const theme = new MutationObserver(changed);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  }

  /** The colour of `--map-<name>`, with an opacity from 0 to 1. */
  get(name, opacity = 1) {
    const key = `${name} ${opacity}`;
    if (!this.#colours.has(key)) this.#colours.set(key, this.#read(name, opacity));
    return this.#colours.get(key);
  }

  /** The colour as a hatching, for what must not be told by colour alone. */
  hatch(name) {
    const key = `${name} hatched`;
    if (!this.#colours.has(key)) this.#colours.set(key, hatching(this.get(name)));
    return this.#colours.get(key);
  }

  /** Called when the theme changed. */
  onChange(listener) {
    this.#listeners.add(listener);
  }

  #read(name, opacity) {
    const colour = getComputedStyle(this.#element).getPropertyValue(`--map-${name}`).trim() || "#888888";
    if (opacity === 1 || !/^#[\da-f]{6}$/i.test(colour)) return colour;
    return colour + Math.round(opacity * 255).toString(16).padStart(2, "0");
  }
}

function hatching(colour) {
  const tile = document.createElement("canvas");
  const side = 12 * Math.min(Math.ceil(devicePixelRatio), 2);
  tile.width = tile.height = side;
  const pen = tile.getContext("2d");
  pen.fillStyle = `${colour}40`;
  pen.fillRect(0, 0, side, side);
  pen.strokeStyle = colour;
  pen.lineWidth = side / 4;
  for (const shift of [-side, 0, side]) {
    pen.moveTo(shift - 1, side + 1);
    pen.lineTo(shift + side + 1, -1);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
}
