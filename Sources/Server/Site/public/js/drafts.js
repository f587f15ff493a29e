// A long form keeps what is typed into it in this browser, until it was sent: a lost line, a closed tab or a session that
// is over costs nothing. What was kept is offered when the form is opened again.
//
// A form takes part by (partials/draft is the last three lines):
//
//   <form data-draft="register" data-draft-done="provider.registered" data-user="7">
//     <div data-draft-offer hidden><p data-draft-words="... {when} ..." role="status"></p>
//       <button type="button" data-draft-restore>...</button> <button type="button" data-draft-discard>...</button></div>
//     <script type="module" src="{this file}"></script>
//
// `data-draft` names the form, `data-draft-done` what the next page's address may say in `done` once it was sent,
// `data-user` who is signed in, if anybody is. Passwords, codes, files and hidden fields aren't kept.

import { Draft } from "./shared/drafts.js";
import { latest } from "./shared/later.js";
import { moment } from "./shared/numbers.js";
import { fill, typed } from "./drafts/fields.js";

const pause_ms = 300;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function setUp(form) {
  const draft = new Draft(form.dataset.draft, form.dataset.user);
  const untouched = typed(form);
  const found = draft.read();
  if (found && !same(found.fields, untouched)) offer(form, draft, found);

  let isChanged = false;
  const keep = () => {
    if (!isChanged) return;
    isChanged = false;
    if (same(typed(form), untouched)) draft.forget();
    else draft.keep({ fields: typed(form) });
  };
  const keepSoon = latest(pause_ms, keep);
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => {
      isChanged = true;
      keepSoon();
    });
  }
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", keep);
  form.addEventListener("submit", () => {
    keep();
    draft.forgetWhen(form.dataset.draftDone);
  });
}

function offer(form, draft, { fields, at }) {
  const part = (name) => form.querySelector(`[data-draft-${name}]`);
  part("offer").hidden = false;
  part("words").textContent = part("words").dataset.draftWords.replace("{when}", moment(at));
  const close = () => {
    part("offer").hidden = true;
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  };
  part("restore").addEventListener("click", () => {
    fill(form, fields);
    close();
  });
  part("discard").addEventListener("click", () => {
    draft.forget();
    close();
  });
}

for (const form of document.querySelectorAll("form[data-draft]")) setUp(form);
