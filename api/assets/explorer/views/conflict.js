import { useAnswer } from "../api.js";
import { Claims } from "../disagreements.js";
import { Facts } from "../facts.js";
import { To } from "../links.js";
import { Page } from "../page.js";
import { useTitles } from "../titles.js";
import { html } from "../ui.js";
import { human } from "../words.js";

const to = (kind) => (id) => html`<${To} kind=${kind} id=${id} />`;

const FACTS = [
  ["kind", "About", human],
  ["record", "Record", (id, { resource }) => html`<${To} kind=${resource} id=${id} />`],
  ["field", "Field", human],
  ["organization", "Organization", to("organization")],
  ["treaty", "Treaty", to("treaty")],
  ["country", "Country", to("country")],
  ["partner", "Partner", to("country")],
  ["indicator", "Indicator", to("indicator")],
  ["flow", "Flow", human],
  ["period", "Period"],
  ["spread", "Apart by", (spread) => `${(spread * 100).toFixed(1)}%`],
];

/** One fact that sources tell differently. */
export default function Conflict({ parts: [, id] }) {
  const answer = useAnswer(`/v1/conflicts/${encodeURIComponent(id)}`);
  const titles = useTitles(answer);
  const of = answer.data;
  return html`<${Page} title=${of?.fact} kind="Sources disagree" answers=${[answer, titles]}>
    ${of && html`
      <h2>What they say</h2>
      <${Claims} of=${of} titles=${titles} />
      <h2>About what</h2>
      <${Facts} record=${of} facts=${FACTS} />`}
  <//>`;
}
