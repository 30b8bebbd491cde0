// The drawing of a network, made movable: zoom, drag, find, choose. What is drawn is read from the still
// drawing (SVG) that the page came with, which stays at hand and is all there is without scripts.
import cytoscape from "cytoscape";

const SHEET = "__________cytoscape_stylesheet";
const BOX = { width: 250, height: 28 };

for (const frame of document.querySelectorAll<HTMLElement>("[data-network]")) makeMovable(frame);

function makeMovable(frame: HTMLElement): void {
  const still = frame.querySelector<HTMLElement>(".drawing");
  if (!still) return;
  const word = (name: string): string => frame.dataset[name] ?? "";
  const tools = element("div", "network-tools");
  const find = element("input", "");
  find.type = "search";
  find.placeholder = word("find");
  find.setAttribute("aria-label", word("find"));
  const fit = button(word("fit"));
  const change = button(word("still"));
  const canvas = element("div", "network-canvas");
  const chosen = element("p", "network-chosen");
  chosen.setAttribute("role", "status");
  tools.append(find, fit, change);
  frame.prepend(tools, canvas, chosen);

  const graph = draw(canvas, still);
  const show = (moving: boolean): void => {
    still.hidden = moving;
    for (const part of [canvas, chosen, find, fit]) part.hidden = !moving;
    change.textContent = word(moving ? "still" : "move");
    if (moving) {
      graph.resize();
      overview(graph);
    }
  };
  change.addEventListener("click", () => show(!still.hidden));
  fit.addEventListener("click", () => graph.animate({ fit: { eles: graph.elements(), padding: 12 } }));
  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    const found = graph.nodes().filter((node) => wanted !== "" && node.data("label").toLowerCase().includes(wanted));
    graph.elements().removeClass("aside found");
    if (found.empty()) return;
    graph.elements().not(found.closedNeighborhood()).addClass("aside");
    found.addClass("found");
    graph.animate({ center: { eles: found.first() }, zoom: 1 });
  });
  graph.on("tap", (event) => {
    graph.elements().removeClass("aside found");
    chosen.replaceChildren();
    if (event.target === graph) return;
    const node = event.target.isNode() ? event.target : event.target.source();
    graph.elements().not(event.target.isNode() ? node.closedNeighborhood() : event.target.union(event.target.connectedNodes())).addClass("aside");
    if (!event.target.isNode()) {
      chosen.textContent = `${event.target.source().data("label")} → ${event.target.data("name")} → ${event.target.target().data("label")}`;
      return;
    }
    const name = element("strong", "");
    name.textContent = `${node.data("label")} `;
    chosen.append(name, link(word("open"), node.data("page")), link(word("centre"), node.data("around")));
  });
  show(true);
}

// The whole where it can still be read, else its left edge at the height of the middle, at a size to read.
function overview(graph: cytoscape.Core): void {
  const margin = 12;
  graph.fit(graph.elements(), margin);
  if (graph.zoom() > 1) graph.zoom(1);
  if (graph.zoom() < 0.7) {
    graph.zoom(0.9);
    graph.center(graph.nodes(".centre"));
    graph.panBy({ x: margin - graph.elements().renderedBoundingBox().x1, y: 0 });
  } else graph.center();
}

function draw(container: HTMLElement, still: HTMLElement): cytoscape.Core {
  const colour = (of: Element, property: "stroke" | "fill"): string => getComputedStyle(of)[property];
  const nodes = [...still.querySelectorAll<SVGAElement>(".node")].map((node) => {
    const box = node.querySelector("rect")!;
    const { id, x, y, label, page } = node.dataset;
    return {
      data: {
        id,
        label,
        page,
        around: node.getAttribute("href"),
        short: node.querySelector("text")?.textContent ?? label,
        border: colour(box, "stroke"),
        fill: colour(box, "fill"),
      },
      position: { x: Number(x), y: Number(y) },
      classes: node.classList.contains("centre") ? "centre" : "",
    };
  });
  const edges = [...still.querySelectorAll<SVGPathElement>(".edge")].map((edge) => ({
    data: {
      source: edge.dataset.source,
      target: edge.dataset.target,
      name: edge.querySelector("title")?.textContent ?? "",
      colour: colour(edge, "stroke"),
    },
  }));
  const at = new Map(nodes.map((node) => [node.data.id, node.position.x]));
  const height = Math.max(...nodes.map((node) => node.position.y)) + BOX.height;
  container.style.height = `min(${Math.max(height + 24, 160)}px, 42rem, 75vh)`;
  // cytoscape writes a style sheet of one rule into the page, which the policy forbids, unless it finds this one;
  // the rule is in pages/network.css.
  if (!document.getElementById(SHEET)) document.head.append(Object.assign(document.createElement("meta"), { id: SHEET }));
  return cytoscape({
    container,
    elements: [...nodes, ...edges.map((edge) => ({ ...edge, classes: side(at, edge.data) }))] as cytoscape.ElementDefinition[],
    layout: { name: "preset", fit: false },
    minZoom: 0.1,
    maxZoom: 3,
    style: [
      {
        selector: "node",
        style: {
          ...BOX,
          shape: "round-rectangle",
          label: "data(short)",
          "text-valign": "center",
          "text-halign": "center",
          "font-size": 13,
          "font-family": getComputedStyle(document.body).fontFamily,
          color: "#16191d",
          "background-color": "data(fill)",
          "border-width": 1,
          "border-color": "data(border)",
        },
      },
      { selector: "node.centre", style: { "border-width": 3 } },
      {
        selector: "edge",
        style: {
          width: 1.5,
          "line-color": "data(colour)",
          "target-arrow-color": "data(colour)",
          "target-arrow-shape": "triangle",
          "arrow-scale": 0.8,
          "curve-style": "straight",
        },
      },
      { selector: "edge.rightward", style: { "source-endpoint": "50% 0%", "target-endpoint": "-50% 0%" } },
      { selector: "edge.leftward", style: { "source-endpoint": "-50% 0%", "target-endpoint": "50% 0%" } },
      { selector: ".aside", style: { opacity: 0.15 } },
      { selector: "node.found", style: { "background-color": "#ffdd00" } },
    ],
  });
}

// From which side of its box an edge leaves.
function side(at: Map<string | undefined, number>, edge: { source?: string; target?: string }): string {
  const way = (at.get(edge.target) ?? 0) - (at.get(edge.source) ?? 0);
  return way > 0 ? "rightward" : way < 0 ? "leftward" : "";
}

function element<K extends keyof HTMLElementTagNameMap>(name: K, className: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (className) made.className = className;
  return made;
}

function button(text: string): HTMLButtonElement {
  const made = element("button", "secondary");
  made.type = "button";
  made.textContent = text;
  return made;
}

function link(text: string, address: string): HTMLAnchorElement {
  const made = element("a", "");
  made.textContent = text;
  made.href = address;
  return made;
}
