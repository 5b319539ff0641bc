import { useAnswer } from "../api.js";
import { Facts, OfAll, Section } from "../facts.js";
import { To } from "../links.js";
import { Page } from "../page.js";
import { Sources } from "../sources.js";
import { html } from "../ui.js";
import { human, When } from "../words.js";

const targets = (of) => html`<ul class="plain">${of.map(({ kind, id }) => html`<li>${kind === "topic" ? id : html`<${To} kind=${kind} id=${id} />`}</li>`)}</ul>`;

const FACTS = [
  ["gist", "In short"],
  ["text", "Words", (text) => html`<blockquote>${text}</blockquote>`],
  ["speaker", "Speaker"],
  ["role", "Role"],
  ["on_behalf_of", "On behalf of", (id, { on_behalf_of_name: name }) => html`<${To} kind="country" id=${id} name=${name} />`],
  ["date", "When", (date) => html`<${When} date=${date} />`],
  ["forum", "Where", (id, { forum_name: name }) => html`<${To} kind="forum" id=${id} name=${name} />`],
  ["topic", "Topic"],
  ["stance", "Stance", human],
  ["kind", "Told as", human],
  ["about", "About", targets],
  ["against", "Against", targets],
];

const Relation = ({ of }) => html`<li>
  <p><span class="tag">${human(of.relation)}</span> <${To} kind="statement" id=${of.related_statement} name=${of.related_statement_speaker} /></p>
  <p>${of.related_statement_gist}</p>
  <${Sources} citations=${of.citations} />
</li>`;

export default function Statement({ parts: [, id] }) {
  const answer = useAnswer(`/v1/statements/${encodeURIComponent(id)}`, { include: "relations,citations" });
  const of = answer.data;
  return html`<${Page} title=${of && `${of.speaker}: ${of.topic}`} kind="Statement" answers=${[answer]}>
    ${of && html`
      <${OfAll} record=${of} />
      <${Facts} record=${of} facts=${FACTS} />
      <${Section} title="Other statements" rows=${of.relations.map((other) => html`<${Relation} key=${other.id} of=${other} />`)} />`}
  <//>`;
}
