// Where records are in the explorer, and where the API has them.
import { tongue } from "./language.js";
import { address } from "./router.js";
import { html } from "./ui.js";

/** Paths of the API, by the name that citations have for a kind of record. */
export const PATHS = {
  treaty: "treaties",
  article: "articles",
  participation: "participations",
  forum: "forums",
  statement: "statements",
  organization: "organizations",
  membership: "memberships",
  country: "countries",
  indicator: "indicators",
  source: "sources",
  conflict: "conflicts",
  trade_metric: "trade-metrics",
};

/** Give the address of a record; a relation of a treaty is shown with its treaty. */
export function place(kind, id) {
  if (kind === "treaty_relation") return address(["treaties", id.split(".")[0]]);
  return PATHS[kind] && address([PATHS[kind], id]);
}

/** Lead to a record by its name; what is no record, such as a topic, is only named. */
export function To({ kind, id, name }) {
  const href = id && place(kind, id);
  const shown = name ?? id;
  return href ? html`<a href=${href} lang=${tongue(shown)}>${shown}</a>` : html`${shown}`;
}
