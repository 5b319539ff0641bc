import { useAnswer } from "../api.js";
import { Disagreements, useDisagreements } from "../disagreements.js";
import { Facts, OfAll, Section, Table } from "../facts.js";
import { To } from "../links.js";
import { Page } from "../page.js";
import { address } from "../router.js";
import { Sources } from "../sources.js";
import { useTitles } from "../titles.js";
import { html } from "../ui.js";
import { capital, human, When } from "../words.js";

const when = (date) => html`<${When} date=${date} />`;

const FACTS = [
  ["name_ru", "In Russian", (name) => html`<span lang="ru">${name}</span>`],
  ["acronym", "Acronym"],
  ["gist", "In short"],
  ["status", "Status", human],
  ["founded", "Founded", when],
  ["dissolved", "Dissolved", when],
  ["headquarters", "Headquarters"],
  ["founding_treaty", "Founding treaty", (id, { founding_treaty_title: name }) => html`<${To} kind="treaty" id=${id} name=${name} />`],
  ["predecessors", "Continues", (ids) => ids.map((id) => html`<${To} kind="organization" id=${id} /> `)],
];

const member = (of) => [
  html`<${To} kind="country" id=${of.country} name=${of.country_name} />`,
  human(of.status),
  when(of.start),
  when(of.end),
  html`<${Sources} citations=${of.citations} />`,
];

export default function Organization({ parts: [, id] }) {
  const answer = useAnswer(`/v1/organizations/${encodeURIComponent(id)}`, { include: "members,citations" });
  const conflicts = useDisagreements("organization", id);
  const titles = useTitles(conflicts);
  const of = answer.data;
  return html`<${Page} title=${of?.name} kind=${of && capital(of.kind)} answers=${[answer, conflicts, titles]}>
    ${of && html`
      <${OfAll} record=${of} />
      <${Facts} record=${of} facts=${FACTS} />
      <p class="actions"><a href=${address(["members"], { organization: id })}>Members over time</a>
        <a href=${address(["timeline"], { organization: id })}>Timeline</a>
        <a href=${address(["network"], { organization: id, kind: "all", valid_at: "any" })}>Network</a></p>
      <${Disagreements} answer=${conflicts} titles=${titles} />
      <${Section} title="Memberships" rows=${of.members}>
        <${Table} caption="Spans of membership" columns=${["Country", "As", "From", "To", "Sources"]} rows=${of.members.map(member)} />
      <//>`}
  <//>`;
}
