// One pin that can be put down, dragged, and moved by the arrow keys (Leaflet).

const step_px = 10;
const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Pin {
  #map;
  #label;
  #changed;
  #marker = null;

  /** `changed(place)` is called after every change by the person, with null when the pin was taken away. */
  constructor(map, label, changed) {
    this.#map = map;
    this.#label = label;
    this.#changed = changed;
  }

  get place() {
    return this.#marker?.getLatLng() ?? null;
  }

  /** Puts the pin there, or takes it away, and tells. */
  set(place, options) {
    this.show(place, options);
    this.#changed(place);
  }

  /** The same without telling. */
  show(place, { moveView = false } = {}) {
    if (!place) {
      this.#marker?.remove();
      this.#marker = null;
      return;
    }
    if (this.#marker) this.#marker.setLatLng(place);
    else this.#marker = this.#make(place);
    if (moveView) this.#map.setView(place, Math.max(this.#map.getZoom(), 14));
  }

  #make(place) {
    const face = document.createElement("span");
    face.className = "map-place__face";
    const icon = L.divIcon({ className: "map-place", html: face, iconSize: [44, 52], iconAnchor: [22, 48] });
    const marker = L.marker(place, { icon, draggable: true, autoPan: true, title: this.#label }).addTo(this.#map);
    const element = marker.getElement();
    element.setAttribute("aria-label", this.#label);
    element.addEventListener("keydown", (event) => this.#key(event));
    marker.on("dragend", () => this.#changed(marker.getLatLng()));
    return marker;
  }

  #key(event) {
    const direction = arrows[event.key];
    if (!direction) return;
    // Else the map would move along.
    event.preventDefault();
    event.stopPropagation();
    const far = step_px * (event.shiftKey ? 10 : 1);
    const from = this.#map.latLngToContainerPoint(this.#marker.getLatLng());
    const to = from.add([direction[0] * far, direction[1] * far]);
    const place = this.#map.containerPointToLatLng(to);
    this.#marker.setLatLng(place);
    this.#map.panInside(place, { padding: [40, 40] });
    this.#changed(place);
  }
}
