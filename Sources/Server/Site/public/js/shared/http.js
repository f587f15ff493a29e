// Asking the JSON API. Every question has a time-out and can be given up by the caller's signal.

const patience_ms = 15_000;

/** An answer that isn't a success, or none at all (`status` 0: the network failed or the time ran out). */
export class RequestError extends Error {
  constructor(status, problem = {}, retryAfter_s = null) {
    super(problem.detail ?? problem.title ?? `status ${status}`);
    this.status = status;
    this.code = problem.code ?? null;
    this.problem = problem;
    this.retryAfter_s = retryAfter_s;
  }
}

/** Whether the caller itself gave the question up, which is no error. */
export const isGivenUp = (error) => error?.name === "AbortError";

function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

/** What a failure of the network means: given up by the caller, or no answer. */
const failure = (signal) => (signal?.aborted ? new DOMException("given up", "AbortError") : new RequestError(0));

async function send(address, options, { signal, timeout_ms = patience_ms }) {
  const given = signal ? [signal] : [];
  const late = AbortSignal.timeout(timeout_ms);
  // An older browser has no AbortSignal.any; there the caller's signal counts alone.
  const both = AbortSignal.any ? AbortSignal.any([...given, late]) : (signal ?? late);
  try {
    const answer = await fetch(address, { credentials: "same-origin", ...options, signal: both });
    return { answer, body: await read(answer) };
  } catch (error) {
    throw error instanceof RequestError ? error : failure(signal);
  }
}

async function read(answer) {
  const isJSON = (answer.headers.get("Content-Type") ?? "").includes("json");
  if (answer.ok) return isJSON ? answer.json() : {};
  const problem = isJSON ? await answer.json() : {};
  throw new RequestError(answer.status, problem, Number(answer.headers.get("Retry-After")) || null);
}

/** The JSON of a GET. */
export async function getJSON(address, { accept = "application/json", ...options } = {}) {
  return (await send(address, { headers: { Accept: accept } }, options)).body;
}

/**
 * Sends JSON, or a Blob as it is with its `type`, and gives `{body, etag}`.
 * `ifMatch` goes along as `If-Match`.
 */
export async function sendJSON(method, address, content, { ifMatch, type, ...options } = {}) {
  const isFile = content instanceof Blob;
  const headers = { Accept: "application/json", "X-CSRF-Token": csrfToken() };
  if (content !== undefined) headers["Content-Type"] = type ?? "application/json";
  if (ifMatch) headers["If-Match"] = ifMatch;
  const sent = content === undefined || isFile ? content : JSON.stringify(content);
  const { answer, body } = await send(address, { method, headers, body: sent }, options);
  return { body, etag: answer.headers.get("ETag") };
}
