// How each layer of tiles looks. A style is a function of the feature, the palette and the resolution (m per pixel).

import { count } from "../shared/numbers.js";
import { named } from "../shared/texts.js";

const { Style, Fill, Stroke, Circle, Text } = ol.style;

const family = '"Noto Sans Tamil", system-ui, sans-serif';

/** A line of text with a halo. */
export function textOf(words, palette, { size = 12, weight = 400, ...others } = {}) {
  return new Text({
    text: words, font: `${weight} ${size}px ${family}`, fill: new Fill({ color: palette.get("text") }),
    stroke: new Stroke({ color: palette.get("halo", 0.9), width: 3 }), ...others,
  });
}

/** The colour's name for a number of centres, at least one, that cover a pincode. */
export const countColour = (covering) => `count-${Math.min(covering, 4)}`;

/** Nothing at all: the features stay, to be found by pointer. */
const unseen = new Style({ fill: new Fill({ color: "rgba(0, 0, 0, 0)" }) });

function districts(_feature, palette) {
  return new Style({ fill: new Fill({ color: palette.get("land") }) });
}

function borders(_feature, palette) {
  return new Style({ stroke: new Stroke({ color: palette.get("border"), width: 1.4 }) });
}

/** By how many centres cover the pincode's point. */
export function pincodes(feature, palette) {
  const covering = feature.get("coverage_count");
  return new Style({
    fill: new Fill({ color: covering === 0 ? palette.hatch("gap") : palette.get(countColour(covering), 0.72) }),
    stroke: new Stroke({ color: palette.get("cell-border", 0.7), width: 0.6 }),
  });
}

function serviceAreas(feature, palette, resolution) {
  const areas = feature.get("areas");
  if (feature.getType() === "Point") return spot(areas, "count-4", palette, resolution);
  return new Style({
    fill: new Fill({ color: palette.get("count-4", 0.06) }),
    stroke: new Stroke({ color: palette.get("count-4", 0.8), width: 1.2 }),
  });
}

function providers(feature, palette, resolution) {
  const centres = feature.get("centres");
  if (centres > 1) return spot(centres, "accent", palette, resolution);
  const name = resolution < 20 ? feature.get("center_name") : undefined;
  return new Style({
    image: new Circle({
      radius: resolution > numbersBelow_m ? 3 : 5, fill: new Fill({ color: palette.get("accent") }),
      stroke: new Stroke({ color: palette.get("halo"), width: 1.5 }), declutterMode: "none",
    }),
    text: name ? textOf(name, palette, { size: 11, offsetY: 13 }) : undefined,
  });
}

/** Of the whole state, numbers would hide what lies below them. */
const numbersBelow_m = 400;

/** A circle whose ground grows with the number, which is written in it near by. */
function spot(number, colour, palette, resolution) {
  const isFar = resolution > numbersBelow_m;
  const radius = isFar ? Math.min(2 + Math.sqrt(number), 9) : Math.min(7 + 1.5 * Math.sqrt(number), 18);
  return new Style({
    image: new Circle({
      radius, fill: new Fill({ color: palette.get(colour, 0.85) }),
      stroke: new Stroke({ color: palette.get("halo"), width: 1.5 }), declutterMode: "none",
    }),
    text: isFar || number === 1 ? undefined : new Text({
      text: count(number), font: `600 11px ${family}`, fill: new Fill({ color: palette.get("accent-text") }),
      declutterMode: "none",
    }),
  });
}

function places(feature, palette) {
  const rank = feature.get("rank");
  return new Style({
    zIndex: 10 - rank,
    text: textOf(named(feature.getProperties(), "label"), palette, {
      size: rank <= 1 ? 14 : rank <= 4 ? 12 : 11, weight: rank <= 1 ? 600 : 400,
    }),
  });
}

const looks = { districts, borders, pincodes, service_areas: serviceAreas, providers, places };

/** Over an operator's base map our own land is not painted. */
export const styleOf = (name, overBase) => (overBase && name === "districts" ? () => unseen : looks[name]);
