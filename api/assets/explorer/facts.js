// A record as a list of facts, each with the sources that bear on it.
import { Sources } from "./sources.js";
import { html } from "./ui.js";

const empty = (value) => value === null || value === undefined || value === "" || value?.length === 0;

/** Tell whether a name in another language is the name that the page has already. */
const repeated = (record, field) => field.endsWith("_ru") && record[field] === record[field.slice(0, -3)];

/** Facts as `[field, label, shown]`; a citation of one field stands beside that fact. */
export function Facts({ record, facts }) {
  const cited = (field) => (record.citations ?? []).filter((citation) => citation.field === field);
  const told = facts.filter(([field]) => (!empty(record[field]) || cited(field).length) && !repeated(record, field));
  if (!told.length) return null;
  return html`<dl class="facts">${told.map(
    ([field, label, show = String]) => html`<div key=${field}>
      <dt>${label}</dt>
      <dd>${empty(record[field]) ? html`<span class="note">not said</span>` : show(record[field], record)}
        <${Sources} citations=${cited(field)} beside /></dd>
    </div>`,
  )}</dl>`;
}

/** The sources of the record as a whole. */
export const OfAll = ({ record }) =>
  html`<${Sources} citations=${(record.citations ?? []).filter((citation) => !citation.field)} />`;

/** A part of a page that is there only if it holds something. */
export function Section({ title, rows, children }) {
  if (!rows?.length) return null;
  const id = `part-${title.toLowerCase().replaceAll(/\W+/g, "-")}`;
  return html`<section aria-labelledby=${id}><h2 id=${id}>${title}</h2>${children ?? html`<ul class="records">${rows}</ul>`}</section>`;
}

const Row = ({ columns, cells: [first, ...cells] }) => html`<tr role="row">
  <th scope="row" role="rowheader" data-label=${columns[0]}>${first}</th>
  ${cells.map((cell, index) => html`<td role="cell" data-label=${columns[index + 1]}>${cell}</td>`)}
</tr>`;

/** A table whose rows are cards on a phone; the roles keep it a table there, where its style would make it none. */
export const Table = ({ caption, columns, rows }) => html`<table role="table">
  <caption>${caption}</caption>
  <thead role="rowgroup"><tr role="row">${columns.map((column) => html`<th scope="col" role="columnheader">${column}</th>`)}</tr></thead>
  <tbody role="rowgroup">${rows.map((cells) => html`<${Row} columns=${columns} cells=${cells} />`)}</tbody>
</table>`;
