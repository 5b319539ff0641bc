// Forms whose answers are the address of the view.
import { useAnswer } from "./api.js";
import { spoken, tongue } from "./language.js";
import { address, go, query } from "./router.js";
import { html, useEffect, useState } from "./ui.js";
import { capital } from "./words.js";

const MOST = 1000;

/** Give the choices of a list of records, by name. */
export function useChoices(path, name = "name") {
  const answer = useAnswer(path, { sort: name, total: false, limit: 200 }, MOST);
  return (answer.data?.data ?? []).map((record) => [record.id, record[name]]);
}

/** Give the choices of an enumeration. */
export const words = (...values) => values.map((value) => [value, capital(value)]);

const option = ([value, label]) => html`<option key=${value} value=${value} lang=${tongue(label)}>${label}</option>`;

/** Choices with the chosen one among them, even before the others are there. */
const including = (choices, value) =>
  value && !choices.some(([known]) => known === value) ? [[value, value], ...choices] : choices;

function Select({ id, name, value, choices, any = "Any" }) {
  // A new key makes the element anew when its choices come, so that the chosen one is shown.
  return html`<select id=${id} name=${name} key=${`${choices.length} ${value}`}>
    ${any && html`<option value="">${any}</option>`}
    ${including(choices, value).map(([known, label]) => html`<option key=${known} value=${known} selected=${known === value}>${label}</option>`)}
  </select>`;
}

function Text({ id, name, value, type = "text", hint, suggestions }) {
  return html`<input id=${id} name=${name} type=${type} defaultValue=${value ?? ""} placeholder=${hint} autocomplete="off"
      list=${suggestions && `${id}-known`} key=${value} />
    ${suggestions && html`<datalist id=${`${id}-known`}>${suggestions.map(option)}</datalist>`}`;
}

/** One field with its label; choices make it a list. */
function Field({ field, value }) {
  const id = `filter-${field.name}`;
  const Input = field.choices ? Select : Text;
  return html`<div class="field"><label for=${id}>${field.label}</label>
    <${Input} ...${field} id=${id} value=${value} /></div>`;
}

/**
 * A form of filters; sending it goes to the same view with them, at the first page. `kept` are parameters that no
 * field has.
 */
export function Filters({ fields, parts, params, kept = {}, button = "Show", label = "Filters" }) {
  const send = (event) => {
    event.preventDefault();
    go(parts, { ...kept, ...Object.fromEntries(new FormData(event.target)) });
  };
  return html`<form class="filters" role="search" aria-label=${label} onSubmit=${send}>
    ${fields.map((field) => html`<${Field} key=${field.name} field=${field} value=${params[field.name]} />`)}
    <button type="submit" class="main">${button}</button>
  </form>`;
}

/** Links to the next page and back to the first. */
export function Pager({ answer, parts, params }) {
  const next = answer.data?.page?.next_cursor;
  const { cursor, ...first } = params;
  if (!next && !cursor) return null;
  return html`<nav class="pager" aria-label="Pages">
    ${cursor && html`<a href=${address(parts, first)}>First page</a>`}
    ${next && html`<a href=${address(parts, { ...params, cursor: next })}>Next page</a>`}
  </nav>`;
}

/** Links to the whole of a list, as a file, in the language of the page. */
export function Download({ path, params, formats = ["csv", "ndjson"] }) {
  const [asked, know] = useState(params);
  useEffect(() => void spoken(`${path}/export`, params).then(know), [path, query(params)]);
  const link = (format) => html` <a href=${`${path}/export?${query({ ...asked, format })}`} download>${format.toUpperCase()}</a>`;
  return html`<p class="downloads">Download all of it: ${formats.map(link)}</p>`;
}
