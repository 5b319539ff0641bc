import { useAnswer } from "../api.js";
import { Chart } from "../chart.js";
import { Filters, useChoices, words } from "../filters.js";
import { place, To } from "../links.js";
import { Page } from "../page.js";
import { ANY, Slider, START, told } from "../slider.js";
import { Sources } from "../sources.js";
import { html, useMemo, useState } from "../ui.js";
import { human, span } from "../words.js";
import { refine } from "../router.js";

const KINDS = ["country", "organization", "treaty"];
const SYMBOLS = { country: "circle", organization: "roundRect", treaty: "diamond" };
const PAGE = 40;
const CROWD = 60;

/** Count the edges at each node: who has many is drawn larger. */
function degrees(edges) {
  const counts = new Map();
  for (const { source, target } of edges)
    for (const end of [source, target]) counts.set(end, (counts.get(end) ?? 0) + 1);
  return counts;
}

/** Draw edges as a network; each pair of nodes once, so that the forces do not count what is only told twice. */
function option({ nodes, edges }) {
  const counts = degrees(edges);
  const pairs = new Map(edges.map((edge) => [`${edge.source} ${edge.target}`, edge]));
  const busy = [...counts.values()].sort((a, b) => b - a)[CROWD] ?? 0;
  return (colours, width) => ({
    legend: { top: 0, left: 0, data: KINDS.map((name) => ({ name, icon: SYMBOLS[name] })) },
    tooltip: {
      formatter: ({ dataType, data }) => (dataType === "edge" ? data.words : `${data.name} (${data.ties})`),
    },
    series: [
      {
        type: "graph",
        layout: "force",
        top: 60,
        zoom: Math.min(1, Math.max(0.6, width / 700)),
        roam: true,
        draggable: true,
        scaleLimit: { min: 0.3, max: 8 },
        // Few nodes are pushed further apart, so that they fill the picture too.
        force: { repulsion: Math.min(900, Math.max(80, 9000 / nodes.length)), edgeLength: [50, 160], gravity: 0.1, layoutAnimation: false },
        categories: KINDS.map((name) => ({ name, symbol: SYMBOLS[name] })),
        data: nodes.map((node) => ({
          id: node.id,
          name: node.label,
          ties: counts.get(node.id),
          category: KINDS.indexOf(node.kind),
          symbol: SYMBOLS[node.kind],
          symbolSize: 8 + 3 * Math.sqrt(counts.get(node.id)),
          label: { show: counts.get(node.id) > busy || nodes.length <= CROWD },
          href: place(node.kind, node.record),
        })),
        links: [...pairs.values()].map((edge) => ({
          source: edge.source,
          target: edge.target,
          words: human(edge.detail ?? edge.kind),
          lineStyle: edge.expected ? { type: "dashed" } : {},
        })),
        label: { position: "right", color: colours.ink, fontSize: 11, width: Math.min(160, width / 3), overflow: "truncate", textBorderColor: colours.paper, textBorderWidth: 3 },
        labelLayout: { hideOverlap: true },
        lineStyle: { color: colours.muted, opacity: 0.45 },
        emphasis: { focus: "adjacency", label: { show: true } },
      },
    ],
  });
}

const Edge = ({ edge, nodes }) => {
  const end = (id) => html`<${To} kind=${nodes.get(id).kind} id=${nodes.get(id).record} name=${nodes.get(id).label} />`;
  return html`<li>
    <p>${end(edge.source)} <span class="tag">${human(edge.kind)}${edge.detail ? `: ${human(edge.detail)}` : ""}</span> ${end(edge.target)}</p>
    <p class="note">${edge.start || edge.end ? span(edge.start, edge.end) : "no date"}${edge.expected ? ", expected" : ""}</p>
    <${Sources} citations=${edge.citations} />
  </li>`;
};

/** The same as a list, for those who do not see the picture, and with sources. */
function Edges({ graph }) {
  const [shown, show] = useState(PAGE);
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return html`<h2>The ties, one by one</h2>
    <ul class="records compact">${graph.edges.slice(0, shown).map((edge) => html`<${Edge} key=${edge.id} edge=${edge} nodes=${nodes} />`)}</ul>
    ${shown < graph.edges.length && html`<button type="button" onClick=${() => show(shown + PAGE)}>Show more of ${graph.edges.length}</button>`}`;
}

export default function Network({ parts, params }) {
  const { valid_at = START, kind = "membership", ...filters } = params;
  const asked = { ...filters, kind: kind === "all" ? null : kind, valid_at: valid_at === ANY ? null : valid_at };
  const answer = useAnswer("/v1/graph", { include: "citations", ...asked });
  const fields = [
    { name: "kind", label: "Ties", choices: [...words("membership", "participation", "founding_treaty", "predecessor", "treaty_relation"), ["all", "All"]], any: null },
    { name: "country", label: "Country", choices: useChoices("/v1/countries") },
    { name: "organization", label: "Organization", choices: useChoices("/v1/organizations") },
  ];
  const graph = answer.data;
  const made = useMemo(() => graph && option(graph), [graph]);
  const pick = ({ data }) => data.href && (location.hash = data.href);
  const size = graph && `${graph.nodes.length} nodes and ${graph.edges.length} ties that could hold: ${told(valid_at)}`;
  return html`<${Page} title="Network" answers=${[answer]}>
    <${Slider} optional value=${valid_at} onMove=${(at) => refine({ ...filters, kind, valid_at: at })} />
    <${Filters} fields=${fields} parts=${parts} params=${{ ...filters, kind }} kept=${{ valid_at }} />
    ${graph && html`<p class="count">${size}</p>`}
    ${graph?.nodes.length > 0 && html`<${Chart} option=${made} height=${Math.min(640, 0.75 * innerHeight)} onPick=${pick} label=${`Network of ${size}; all are listed below.`} />
      <p class="note">Choose a node to open its page; drag to move, pinch or scroll to look closer.</p>
      <${Edges} graph=${graph} />`}
  <//>`;
}
