// The requests behind a view, for anybody to send.
import { say } from "./status.js";
import { html, useRef, useState } from "./ui.js";

const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const FORMS = {
  curl: (url) => `curl ${quoted(url)}`,
  Python: (url) => `import json
from urllib.request import urlopen

with urlopen(${JSON.stringify(url)}) as answer:
    print(json.load(answer))`,
  JavaScript: (url) => `const answer = await fetch(${JSON.stringify(url)});
console.log(await answer.json());`,
};

/** Copy text; where the browser does not let us, select it, so that a key does. */
async function copy(text, element) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(element);
    return false;
  }
}

function Request({ url }) {
  const [form, choose] = useState();
  const code = useRef();
  const absolute = new URL(url, location.origin).href;
  const text = FORMS[form]?.(absolute);
  const take = async (name) => {
    choose(name);
    await new Promise(requestAnimationFrame);
    const done = await copy(FORMS[name](absolute), code.current);
    say(done ? `Copied as ${name}.` : `The request as ${name} is selected; copy it.`);
  };
  return html`<li>
    <code><span class="verb">GET</span> <a href=${url}>${url}</a></code>
    <div class="actions">${Object.keys(FORMS).map(
      (name) => html`<button type="button" onClick=${() => take(name)}>Copy as ${name}</button>`,
    )}</div>
    ${text && html`<pre tabindex="0" aria-label=${`Request as ${form}`}><code ref=${code}>${text}</code></pre>`}
  </li>`;
}

/** The box with the requests of a view: every fact on it came with one of them. */
export function Requests({ answers }) {
  const urls = [...new Set(answers.map(({ url }) => url).filter(Boolean))];
  if (!urls.length) return null;
  return html`<section class="requests" aria-labelledby="behind">
    <h2 id="behind">${urls.length > 1 ? "The API requests behind this" : "The API request behind this"}</h2>
    <ul>${urls.map((url) => html`<${Request} key=${url} url=${url} />`)}</ul>
  </section>`;
}
