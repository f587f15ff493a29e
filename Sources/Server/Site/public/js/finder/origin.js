// The hidden fields that tell the search an exact place.

// The page itself says by `point_of` which text its point is of.
const names = ["lat", "lng", "accuracy_m", "point_of"];

/** Sets the fields of the place that the form will send, or takes them away. */
export function setOrigin(form, place) {
  for (const name of names) {
    form.querySelector(`input[type=hidden][name=${name}]`)?.remove();
    if (place?.[name] === undefined) continue;
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = name === "accuracy_m" ? Math.round(place[name]) : place[name].toFixed(7);
    form.append(field);
  }
}
