import { useAnswer } from "../api.js";
import { Facts, OfAll } from "../facts.js";
import { PATHS, To } from "../links.js";
import { LISTS } from "../lists.js";
import { Page } from "../page.js";
import { SourceOf } from "../sources.js";
import { html } from "../ui.js";
import { Amount, capital } from "../words.js";

const KINDS = Object.fromEntries(Object.entries(PATHS).map(([kind, path]) => [path, kind]));

/** Fields that name another record, and the kind of it. */
const REFERENCES = { reporter: "country", partner: "country", party: "country" };
const HIDDEN = /_name$|_title$|_url$|^id$|^citations$|^unit_mult$/;

/** Show a field: a record as a link with its name, a number as its source has it, anything else as it is. */
function shown(field, value, record) {
  const kind = REFERENCES[field] ?? (PATHS[field] && field);
  if (kind) return html`<${To} kind=${kind} id=${value} name=${record[`${field}_name`] ?? record[`${field}_title`]} />`;
  if (field === "value" && "unit_mult" in record) return html`<${Amount} of=${record} />`;
  return String(value);
}

const facts = (record) =>
  Object.keys(record)
    .filter((field) => !HIDDEN.test(field))
    .map((field) => [field, capital(field), (value) => shown(field, value, record)]);

/** Any record that has no page of its own, field by field. */
export default function Record({ parts: [path, id] }) {
  const cites = path !== "trade-metrics" && path !== "products";
  const answer = useAnswer(`/v1/${path}/${encodeURIComponent(id)}`, cites ? { include: "citations" } : {});
  const record = answer.data;
  return html`<${Page} title=${record && (LISTS[path]?.name(record) ?? record.name ?? id)} kind=${capital(KINDS[path] ?? path)} answers=${[answer]}>
    ${record && html`
      <${OfAll} record=${record} />
      ${record.locator && html`<${SourceOf} of=${record} />`}
      <${Facts} record=${record} facts=${facts(record)} />`}
  <//>`;
}
