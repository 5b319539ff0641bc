import { useAnswer } from "../api.js";
import { Chart } from "../chart.js";
import { Filters, Pager, useChoices, words } from "../filters.js";
import { To } from "../links.js";
import { Count, Page } from "../page.js";
import { go } from "../router.js";
import { Sources } from "../sources.js";
import { html, useMemo } from "../ui.js";
import { capital, When } from "../words.js";

const KINDS = words(
  ...["treaty_signed", "treaty_in_force", "treaty_terminated", "signature", "ratification", "acceptance", "approval"],
  ...["accession", "succession", "entry_into_force", "withdrawal", "forum", "statement", "organization_founded"],
  ...["organization_dissolved", "membership_start", "membership_end"],
);

/** What is counted by year: the path of its statistics, and how that calls the year and the country. */
const COUNTED = [
  ["Treaties signed", "treaties", "signed_year", "party"],
  ["Forums", "forums", "start_year", "party"],
  ["Statements", "statements", "date_year", "on_behalf_of"],
];

function useYears(country) {
  return COUNTED.map(([name, path, group_by, by]) => {
    const answer = useAnswer(`/v1/${path}/stats`, { group_by, [by]: country, limit: 1000, total: false });
    const rows = answer.data?.data.filter((row) => row[group_by]) ?? [];
    return { name, answer, counts: new Map(rows.map((row) => [Number(row[group_by]), row.count])) };
  });
}

/** How many treaties, forums and statements there were in each year. */
function Years({ years, pick }) {
  const known = years.flatMap(({ counts }) => [...counts.keys()]);
  const first = Math.min(...known);
  const all = known.length ? Array.from({ length: Math.max(...known) - first + 1 }, (_, i) => first + i) : [];
  const option = useMemo(
    () => (colours) => ({
      grid: { left: 4, right: 20, top: 40, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0 },
      tooltip: { trigger: "axis" },
      xAxis: { type: "category", data: all, axisLabel: { color: colours.muted } },
      yAxis: { type: "value", minInterval: 1, axisLabel: { color: colours.muted }, splitLine: { lineStyle: { color: colours.line } } },
      series: years.map(({ name, counts }) => ({ name, type: "bar", stack: "all", data: all.map((year) => counts.get(year) ?? 0) })),
    }),
    [JSON.stringify(years.map(({ counts }) => [...counts]))],
  );
  if (!all.length) return null;
  const sums = years.map(({ name, counts }) => `${name}: ${[...counts.values()].reduce((sum, count) => sum + count, 0)}`);
  return html`<${Chart} option=${option} height=${240} onPick=${({ name }) => pick(name)}
      label=${`Events by year, ${all[0]} to ${all.at(-1)}. ${sums.join(", ")}. The list below has each.`} />
    <p class="note">Choose a bar, or write dates in the form, to see one year.</p>`;
}

const Event = ({ event, names }) => html`<li>
  <p class="kind"><${When} date=${event.date} /> · ${capital(event.kind)}${event.expected ? html` <span class="tag">expected</span>` : ""}</p>
  <h2><${To} kind=${event.resource} id=${event.record} name=${event.title} /></h2>
  <p class="ties">${event.countries.map((id) => html`<${To} kind="country" id=${id} name=${names.get(id)} /> `)}
    ${event.organizations.map((id) => html`<${To} kind="organization" id=${id} name=${names.get(id)} /> `)}</p>
  <${Sources} citations=${event.citations} />
</li>`;

export default function Timeline({ parts, params }) {
  const answer = useAnswer("/v1/timeline", { include: "citations", limit: 25, ...params });
  const years = useYears(params.country);
  const [countries, organizations] = [useChoices("/v1/countries"), useChoices("/v1/organizations")];
  const names = new Map([...countries, ...organizations]);
  const fields = [
    { name: "date__gte", label: "From", hint: "2013-11" },
    { name: "date__lte", label: "To", hint: "2015" },
    { name: "kind", label: "What happened", choices: KINDS },
    { name: "country", label: "Country", choices: countries },
    { name: "organization", label: "Organization", choices: organizations },
    { name: "sort", label: "Order", choices: [["date", "Oldest first"], ["-date", "Latest first"]], any: null },
  ];
  const pick = (year) => go(parts, { ...params, cursor: null, date__gte: year, date__lte: year });
  return html`<${Page} title="Timeline" answers=${[answer, ...years.map((year) => year.answer)]}>
    <${Filters} fields=${fields} parts=${parts} params=${{ sort: "date", ...params }} />
    <${Years} years=${years} pick=${pick} />
    <${Count} answer=${answer} of=${["event", "events"]} />
    <ol class="records timeline">${answer.data?.data.map((event) => html`<${Event} key=${event.id} event=${event} names=${names} />`)}</ol>
    <${Pager} answer=${answer} parts=${parts} params=${params} />
  <//>`;
}
