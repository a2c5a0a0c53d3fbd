// Requests to the station. Every answer is JSON; what went wrong is one of three: Lost (nobody answered), Ended (the
// session is over), Refused (the station says no, and why).

export class Lost extends Error {
  constructor(status = 0) {
    super();
    this.status = status; // 0: nobody answered at all
  }
}
export class Ended extends Error {}
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.title || String(status));
    this.status = status;
    this.problem = problem;
  }
}

const TIMEOUT = 20000; // ms: a slow line may take ten seconds, a dead one takes for ever
let form = document.querySelector('meta[name="hoso-form"]')?.content ?? "";

export function useForm(token) {
  form = token;
}

export async function ask(method, path, body, { etag, keepalive = false, background = false, timeout = TIMEOUT } = {}) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-Hoso-Form"] = form;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (background) headers["X-Hoso-Background"] = "1"; // no sign that somebody sits here
  if (etag !== undefined) headers["If-Match"] = `"${etag}"`;
  const options = { method, headers, keepalive, cache: "no-store", credentials: "same-origin", redirect: "manual" };
  if (body !== undefined) options.body = JSON.stringify(body);
  if (!keepalive) options.signal = AbortSignal.timeout(timeout);
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Lost();
  }
  return await read(answer);
}

async function read(answer) {
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new Ended();
  if (answer.status === 204) return null;
  if ([429, 500, 502, 503, 504].includes(answer.status)) throw new Lost(answer.status);
  let said;
  try {
    said = await answer.json();
  } catch {
    throw new Lost(); // cut off on the way
  }
  if (!answer.ok) throw new Refused(answer.status, said);
  return said;
}

export async function picture(path) {
  let answer;
  try {
    answer = await fetch(path, { credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(TIMEOUT) });
  } catch {
    throw new Lost();
  }
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new Ended();
  if (!answer.ok) throw new Refused(answer.status, {});
  try {
    return await createImageBitmap(await answer.blob());
  } catch {
    throw new Lost();
  }
}
