// What is typed into a form, as pairs of name and value, and putting it back.

const kinds = new Set(["hidden", "password", "file", "submit", "button", "reset"]);

const fields = (form) => [...form.elements].filter((field) =>
  field.name && "value" in field && !kinds.has(field.type) && field.autocomplete !== "one-time-code");

const isChoice = (field) => field.type === "checkbox" || field.type === "radio";

export const typed = (form) =>
  fields(form).filter((field) => !isChoice(field) || field.checked).map((field) => [field.name, field.value]);

/** Fields that the pairs don't name are left as they are, but for boxes, which they would name if they were checked. */
export function fill(form, pairs) {
  const values = new Map();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  for (const field of fields(form)) {
    const given = values.get(field.name) ?? [];
    if (isChoice(field)) put(field, "checked", given.includes(field.value));
    else if (given.length > 0) put(field, "value", given.shift());
  }
}

function put(field, property, value) {
  if (field[property] === value) return;
  field[property] = value;
  // What was folded away would not be seen to have come back.
  if (value) field.closest("details")?.setAttribute("open", "");
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
}
