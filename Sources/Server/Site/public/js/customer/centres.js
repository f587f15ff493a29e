// The centres of the list as numbered markers, each tied to its card.

function markerFor(place, number, label, covers) {
  const face = document.createElement("span");
  face.className = "map-marker__face";
  const digits = document.createElement("span");
  digits.className = "map-marker__number";
  digits.textContent = number;
  face.append(digits);
  const icon = L.divIcon({
    className: `map-marker${covers ? " map-marker--covers" : ""}`, html: face, iconSize: [44, 44], iconAnchor: [22, 40],
  });
  // Of markers that lie upon one another the first of the list is on top.
  const order = 1000 - number;
  const marker = L.marker(place, { icon, riseOnHover: true, title: label, zIndexOffset: order, order });
  marker.on("add", () => marker.getElement().setAttribute("aria-label", label));
  return marker;
}

class Selection {
  constructor() {
    this.marker = null;
    this.card = null;
  }

  select(marker, card) {
    this.#mark(false);
    this.marker = marker;
    this.card = card;
    this.#mark(true);
  }

  #mark(on) {
    this.card?.classList.toggle("is-selected", on);
    if (on) this.card.setAttribute("aria-current", "true");
    else this.card?.removeAttribute("aria-current");
    this.marker?.getElement()?.classList.toggle("is-selected", on);
    this.marker?.setZIndexOffset(on ? 2000 : this.marker.options.order);
  }
}

/** `cards` and `places` go together; a centre without a place has none on the map. */
export function addCentres(map, cards, places, text) {
  const selection = new Selection();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  cards.forEach((card, index) => {
    const shown = card.querySelector("[data-centre-number]");
    // A later page of a list goes on counting.
    const number = Number(shown?.textContent) || index + 1;
    if (shown) shown.textContent = number;
    if (!places[index]) return;
    const link = card.querySelector("[data-centre-name]");
    const label = text("centre", { number, name: link?.textContent.trim() ?? "" });
    const marker = markerFor(places[index], number, label, "covers" in card.dataset).addTo(map);
    marker.on("click", (event) => {
      selection.select(marker, card);
      card.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
      // By keyboard the reader goes on in the list; a tap leaves the focus where it is.
      if (event.originalEvent?.type !== "click" || event.originalEvent.detail === 0) link?.focus({ preventScroll: true });
    });
    const select = () => selection.select(marker, card);
    // By keyboard too, or another one might hide it.
    marker.getElement().addEventListener("focus", select);
    card.addEventListener("focusin", select);
    card.addEventListener("mouseenter", select);
  });
}
