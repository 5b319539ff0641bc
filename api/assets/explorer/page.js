// What every view has: a heading that takes the focus, its title, what went wrong, and the requests behind it.
import { tongue, Untranslated } from "./language.js";
import { Requests } from "./request.js";
import { say } from "./status.js";
import { html, useEffect, useRef } from "./ui.js";
import { human } from "./words.js";

let visited = false;

/** Name the page, and lead there who came by a link: the first page is read from its beginning anyway. */
function useHeading(title) {
  const heading = useRef();
  useEffect(() => {
    if (!title) return;
    document.title = `${title} · Entente`;
    if (visited && !heading.current.dataset.met) heading.current.focus();
    heading.current.dataset.met = visited = true;
  }, [title]);
  return heading;
}

/** A problem, with what the API says of each parameter. */
export const Trouble = ({ error }) => html`<div class="trouble" role="alert">
  <p><strong>${error.title ?? "This did not work."}</strong> ${error.message}</p>
  ${error.errors?.length > 1 && html`<ul>${error.errors.map((e) => html`<li>${e.parameter}: ${e.detail}</li>`)}</ul>`}
</div>`;

/** One view. `answers` are those it is made of; `title` is empty until it is known. */
export function Page({ title, kind, answers = [], children }) {
  const failed = answers.filter(({ error }) => error);
  const loading = answers.some((answer) => answer.loading);
  const failedAlone = failed.length > 0 && !title;
  const known = title ?? (failedAlone ? "Nothing to show" : undefined);
  const heading = useHeading(known);
  useEffect(() => {
    if (title && !loading) say(`${title}: loaded.`);
  }, [title, loading]);
  return html`<article aria-busy=${loading}>
    ${kind && html`<p class="kind">${human(kind)}</p>`}
    <h1 tabindex="-1" ref=${heading} lang=${tongue(known)}>${known ?? "Loading …"}</h1>
    ${failed.map(({ error }) => html`<${Trouble} error=${error} />`)}
    <${Untranslated} answers=${answers} />
    ${!failedAlone && children}
    <${Requests} answers=${answers} />
  </article>`;
}

/** How many there are, and how many of them are shown. */
export function Count({ answer, of }) {
  const total = answer.data?.page?.total;
  if (total === null || total === undefined) return null;
  const shown = answer.data.data.length;
  return html`<p class="count">${total === 1 ? `1 ${of[0]}` : `${total.toLocaleString("en")} ${of[1]}`}${
    shown && shown < total ? `, ${shown} of them here` : ""
  }</p>`;
}
