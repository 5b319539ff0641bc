// Where sources disagree: each value with its source.
import { useAnswer } from "./api.js";
import { address } from "./router.js";
import { Cited } from "./sources.js";
import { titled } from "./titles.js";
import { html } from "./ui.js";

const PERCENT = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

/** Write long numbers so that they can be read. */
const grouped = (value) => value.replaceAll(/\d{5,}/g, (digits) => Number(digits).toLocaleString("en"));

/** One fact, and what each source says of it. */
export const Claims = ({ of, titles }) => html`<ul class="claims">${of.values.map(
  (claim) => html`<li><strong>${grouped(claim.value)}</strong> <${Cited} of=${titled(claim, titles)} /></li>`,
)}</ul>`;

const Disagreement = ({ of, titles }) => html`<li>
  <h3><a href=${address(["conflicts", of.id])}>${of.fact}</a></h3>
  ${of.spread !== null && html`<p class="note">${PERCENT.format(of.spread)} apart</p>`}
  <${Claims} of=${of} titles=${titles} />
</li>`;

/** The conflicts of an answer, where there are any; `titles` are those of their sources. */
export function Disagreements({ answer, titles }) {
  const { data, page } = answer.data ?? {};
  if (!data?.length) return null;
  return html`<section class="disagreements" aria-labelledby="disagreements">
    <h2 id="disagreements">Sources disagree</h2>
    <details open=${data.length <= 5}><summary>${page.total === 1 ? "1 fact" : `${page.total} facts`} that they tell differently</summary>
      <ul class="records compact">${data.map((of) => html`<${Disagreement} key=${of.id} of=${of} titles=${titles} />`)}</ul>
    </details>
  </section>`;
}

/** Ask for the conflicts about a record. */
export const useDisagreements = (kind, id) => useAnswer("/v1/conflicts", { [kind]: id, limit: 50 });
