// How each list of records is shown and narrowed.
import { words } from "./filters.js";
import { html } from "./ui.js";
import { Amount, capital, day, human, span, When } from "./words.js";

const when = (date) => (date ? html`<${When} date=${date} /> · ` : "");

const q = { name: "q", label: "Words", type: "search" };
const country = (name, label) => ({ name, label, from: "/v1/countries" });
const organization = (name, label) => ({ name, label, from: "/v1/organizations" });

/**
 * By path: what one and many are called, the kind of record, its order, its filters; its name, and a line about it.
 * `cites` is false for those that name their source themselves.
 */
export const LISTS = {
  treaties: {
    of: ["treaty", "treaties"],
    sort: "-signed",
    fields: [q, country("party", "Party"), { name: "kind", label: "Kind", choices: words("treaty", "agreement", "protocol", "memorandum", "roadmap", "contract", "declaration") }, { name: "valid_at", label: "In force on", hint: "2013-11-11" }],
    name: (of) => of.title,
    about: (of) => [when(of.signed), capital(of.kind), of.status && `, ${human(of.status)}`],
  },
  organizations: {
    of: ["organization", "organizations"],
    sort: "name",
    fields: [q, country("member", "Member"), { name: "valid_at", label: "Active on", hint: "2013" }],
    name: (of) => of.name,
    about: (of) => [of.acronym && `${of.acronym} · `, capital(of.kind), of.status && `, ${human(of.status)}`],
  },
  countries: {
    of: ["country", "countries"],
    sort: "name",
    fields: [{ name: "name__contains", label: "Name", type: "search" }],
    name: (of) => of.name,
    about: (of) => [of.id, of.capital && ` · ${of.capital}`],
  },
  forums: {
    of: ["forum", "forums"],
    sort: "-start",
    fields: [q, country("party", "Took part"), organization("organization", "Held by"), { name: "city", label: "City" }],
    name: (of) => of.name,
    about: (of) => [when(of.start), [of.city, of.country_name].filter(Boolean).join(", ")],
  },
  statements: {
    of: ["statement", "statements"],
    sort: "-date",
    fields: [q, { name: "speaker__contains", label: "Speaker" }, { name: "stance", label: "Stance", choices: words("supports", "opposes", "criticises", "cautious", "proposes", "announces", "reports") }, country("on_behalf_of", "On behalf of"), country("against", "Against")],
    name: (of) => `${of.speaker}: ${of.topic}`,
    about: (of) => [when(of.date), human(of.stance), html`<br />`, of.gist],
  },
  conflicts: {
    of: ["disagreement", "disagreements"],
    sort: "fact",
    cites: false,
    fields: [{ name: "kind", label: "About", choices: words("field", "membership", "participation", "statement", "observation") }, country("country", "Country"), organization("organization", "Organization"), { name: "sort", label: "Order", choices: [["fact", "By fact"], ["-spread", "Furthest apart first"]], any: null }],
    name: (of) => of.fact,
    about: (of) => [capital(of.kind), `, ${of.values.length} values`],
  },
  sources: {
    of: ["source", "sources"],
    sort: "title",
    cites: false,
    fields: [{ name: "title__contains", label: "Title", type: "search" }, { name: "author__contains", label: "Author" }, { name: "kind", label: "Kind", choices: words("article", "official", "treaty_text", "statistics", "dataset", "encyclopedia") }],
    name: (of) => of.title,
    about: (of) => [when(of.published), [of.publisher, of.author].filter(Boolean).join(", ")],
  },
  "trade-metrics": {
    of: ["observation", "observations"],
    sort: "period",
    cites: false,
    fields: [{ name: "source", label: "Source" }, country("reporter", "Reporter"), { name: "period", label: "Period", hint: "2012" }],
    name: (of) => [of.indicator_name, of.reporter_name, of.partner_name, of.flow && human(of.flow), day(of.period)].filter(Boolean).join(", "),
    about: (of) => [html`<${Amount} of=${of} />`],
  },
  memberships: {
    of: ["membership", "memberships"],
    sort: "organization",
    fields: [organization("organization", "Organization"), country("country", "Country"), { name: "valid_at", label: "At", hint: "2015" }],
    name: (of) => `${of.country_name} in ${of.organization_name}`,
    about: (of) => [human(of.status), ", ", span(of.start, of.end)],
  },
};
