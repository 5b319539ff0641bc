// Which source says so, and where in it: beside every fact.
import { To } from "./links.js";
import { html } from "./ui.js";
import { dated, human } from "./words.js";

const SHOWN = 2;

/** Lead to a document outside, without telling it where from. */
export const Outside = ({ url, name }) =>
  /^https?:/.test(url ?? "") ? html`<a href=${url} rel="noreferrer noopener" class="outside">${name}</a>` : null;

/** One source, the place in it, how firmly it says so, and what it says instead; `beside` a fact its field is plain. */
export const Cited = ({ of, beside }) => html`<span class="cited">
  <${To} kind="source" id=${of.source} name=${of.source_title ?? of.source} />, ${of.locator}
  ${of.field && !beside && html` <span class="tag">on ${human(of.field)}</span>`}
  ${of.field && of.value && html` <span class="tag differs">says ${dated(of.value)}</span>`}
  ${of.confidence && of.confidence !== "sourced" && html` <span class="tag">${human(of.confidence)}</span>`}
  ${of.note && html` <span class="note">${of.note}</span>`}
</span>`;

/** All sources of something; of many, the first are shown and the others are folded. */
export function Sources({ citations = [], beside }) {
  const item = (of) => html`<li key=${of.id}><${Cited} of=${of} beside=${beside} /></li>`;
  const rest = citations.slice(SHOWN);
  if (!citations.length) return null;
  return html`<div class="sources"><span class="label">${citations.length > 1 ? "Sources" : "Source"}</span>
    <ul>${citations.slice(0, SHOWN).map(item)}</ul>
    ${rest.length > 0 && html`<details><summary>${rest.length} more</summary><ul>${rest.map(item)}</ul></details>`}
  </div>`;
}

/** The source of an observation, which names it itself. */
export const SourceOf = ({ of }) => html`<${Sources} citations=${[of]} />`;
