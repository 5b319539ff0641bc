// The only place that asks the API. It uses what anybody can: GET, problem documents, cursors, Retry-After.
import { chosen, spoken } from "./language.js";
import { query } from "./router.js";
import { say } from "./status.js";
import { useEffect, useState } from "./ui.js";

const BUSY = [429, 503];
const TRIES = 4;
const LONGEST = 30;

/** What went wrong, in the words of the API's problem document. */
export class Problem extends Error {
  constructor({ title, detail, errors = [], type, status }) {
    super(detail || title);
    Object.assign(this, { title, errors, type, status });
  }
}

const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Give the seconds to wait before another try, or nothing where there is no use in one. */
function patience(answer, tried) {
  const seconds = Number(answer.headers.get("Retry-After") ?? 1);
  return BUSY.includes(answer.status) && tried < TRIES && seconds <= LONGEST ? seconds : undefined;
}

async function read(answer) {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return { title: `The server answered ${answer.status}.`, status: answer.status };
  }
}

/** Write where to ask. */
export async function target(path, params = {}) {
  const asked = query(await spoken(path, params));
  return asked ? `${path}?${asked}` : path;
}

/** Ask, and wait as long as the API says where it is busy. Throws a Problem. */
export async function get(url, signal) {
  for (let tried = 1; ; tried += 1) {
    const answer = await fetch(url, { signal, headers: { Accept: "application/json", "Accept-Language": chosen } });
    if (answer.ok) return answer.json();
    const seconds = patience(answer, tried);
    if (seconds === undefined) throw new Problem(await read(answer));
    say(`The API is busy; asking again in ${seconds} seconds.`);
    await pause(seconds);
  }
}

/** Ask for a list, and follow its pages until there are `most` records. */
async function collect(url, signal, most) {
  const first = await get(url, signal);
  let { links } = first;
  const data = [...first.data];
  while (links?.next && data.length < most) {
    const page = await get(links.next, signal);
    data.push(...page.data);
    ({ links } = page);
  }
  return { ...first, data, cut: Boolean(links?.next) };
}

/**
 * Give the answer to a request, as it comes: `data` (that of the last request, until the next is there), `error`,
 * `loading`, and the `url` that was asked. Without a path nothing is asked; with `most`, pages are followed.
 */
export function useAnswer(path, params = {}, most = 0) {
  const [answer, settle] = useState({ loading: Boolean(path) });
  useEffect(() => {
    if (!path) return settle({ loading: false });
    const stop = new AbortController();
    settle((before) => ({ ...before, loading: true }));
    target(path, params).then(async (url) => {
      try {
        const data = await (most ? collect(url, stop.signal, most) : get(url, stop.signal));
        if (!stop.signal.aborted) settle({ url, data, loading: false });
      } catch (error) {
        if (!stop.signal.aborted) settle({ url, error, loading: false });
      }
    });
    return () => stop.abort();
  }, [path, query(params), most]);
  return answer;
}
