// Work that was left unsaved, offered when the editor is opened again.

import { button, make } from "../buttons.js";
import { moment } from "../../shared/numbers.js";

/**
 * Nothing where there is none, or the same is on the page. The page of a form that was refused has the fields as they were
 * sent, and perhaps typed anew since: there the drawing goes on by itself.
 *
 * Texts: draft ("{when}"), draft_older, draft_restore, draft_discard.
 */
export function offerDraft(session) {
  const box = session.form.querySelector("[data-editor-draft]");
  const draft = session.draft.read();
  if (session.isRefused) session.draft.forgetWhen(null);
  if (draft && session.isRefused) {
    if (draft.polygons.length > 0) session.history.push(draft.polygons);
    return take(session, draft);
  }
  const isSame = draft && draft.kind === session.ways.kind
    && JSON.stringify([draft.polygons, draft.fields]) === JSON.stringify([session.canvas.polygons, session.ways.fields]);
  if (!box || !draft || isSame) return undefined;
  const isOlder = draft.etag !== session.store.etag;
  const close = () => {
    box.replaceChildren();
    box.hidden = true;
    // The button is gone, and the focus with it.
    session.staffMap.map.getTargetElement().focus({ preventScroll: true });
  };
  const restore = () => {
    close();
    session.ways.fill(draft.fields);
    session.history.push(draft.polygons);
    session.ways.choose(draft.kind);
    take(session, draft);
    session.showAll();
  };
  const discard = () => {
    close();
    session.draft.forget();
  };
  box.replaceChildren(
    make("p", {}, session.text("draft", { when: moment(draft.at) }), isOlder ? ` ${session.text("draft_older")}` : ""),
    button(session.text("draft_restore"), restore, { className: "btn btn-primary" }),
    button(session.text("draft_discard"), discard));
  box.hidden = false;
  return undefined;
}

function take(session, { etag }) {
  // Saving compares with the version that the draft began from, so that nobody's change is lost.
  if (etag) session.store.etag = etag;
  // It may have been sent, and the answer lost.
  session.store.unsure = session.ways.body;
}
