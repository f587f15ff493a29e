// What an answer that refuses is told as: a key of the page's words.

/** What becomes of the drawing is told first. */
const byStatus = { 0: "save_offline", 401: "save_signed_out", 429: "save_later", 503: "save_later" };

/** `text` gives the page's words; `otherwise` is for our own failures, which have no words by their code. */
export function refusalKey(error, text, otherwise) {
  if (error.status in byStatus) return byStatus[error.status];
  const key = `code_${error.code}`;
  return error.status < 500 && text(key) ? key : otherwise;
}
