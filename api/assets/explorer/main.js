// The explorer: its frame, and which view an address names.
import { Languages } from "./language.js";
import { useRoute } from "./router.js";
import { listen } from "./status.js";
import { html, render, useEffect, useState } from "./ui.js";
import { Trouble } from "./page.js";

const MENU = [
  ["search", "Search"],
  ["timeline", "Timeline"],
  ["members", "Members"],
  ["network", "Network"],
  ["trade", "Trade"],
  ["treaties", "Treaties"],
  ["organizations", "Organizations"],
  ["countries", "Countries"],
  ["forums", "Forums"],
  ["statements", "Statements"],
  ["conflicts", "Disagreements"],
  ["sources", "Sources"],
];

/** Modules of the pages of one record, by the kind of record; another kind is shown as it is. */
const RECORDS = {
  treaties: "treaty",
  articles: "article",
  organizations: "organization",
  countries: "country",
  forums: "forum",
  statements: "statement",
  sources: "source",
  conflicts: "conflict",
};
const OVERVIEWS = ["search", "timeline", "members", "network", "trade"];

/** Give the module that shows a path. */
function moduleOf([kind = "search", id, part]) {
  if (part) return "article";
  if (id) return RECORDS[kind] ?? "record";
  return OVERVIEWS.includes(kind) ? kind : "list";
}

function View({ route }) {
  const name = moduleOf(route.parts);
  const [loaded, load] = useState({});
  useEffect(() => {
    let gone = false;
    const keep = (found) => gone || load({ name, ...found });
    import(`./views/${name}.js`).then(
      (module) => keep({ View: module.default }),
      (error) => keep({ error }),
    );
    // Who goes on before a view is there must not be given it later.
    return () => {
      gone = true;
    };
  }, [name]);
  if (loaded.name !== name) return html`<h1>Loading …</h1>`;
  if (loaded.error) return html`<${Trouble} error=${loaded.error} />`;
  return html`<${loaded.View} key=${route.parts.join("/")} ...${route} />`;
}

function Menu({ here }) {
  const item = ([kind, label]) =>
    html`<li key=${kind}><a href=${`#/${kind}`} aria-current=${here === kind ? "page" : null}>${label}</a></li>`;
  return html`<nav aria-label="Views"><ul>${MENU.map(item)}</ul></nav>`;
}

const skip = (event) => {
  event.preventDefault();
  document.querySelector("main").focus();
};

function Explorer() {
  const route = useRoute();
  useEffect(() => scrollTo(0, 0), [route.parts.join("/"), route.params.cursor]);
  return html`
    <a class="skip" href="#main" onClick=${skip}>Skip to the content</a>
    <header>
      <div class="top"><p class="brand"><a href="#/search">Entente</a> <span>explorer</span></p> <${Languages} /></div>
      <${Menu} here=${route.parts[0] ?? "search"} />
    </header>
    <main id="main" tabindex="-1"><${View} route=${route} /></main>
    <footer>
      <p>This page asks nothing but the public API: <a href="/docs">try it</a>, <a href="/redoc">read its reference</a>,
      or copy the requests above.</p>
    </footer>`;
}

listen(document.body);
render(html`<${Explorer} />`, document.getElementById("explorer"));
