// What scripts add to a result: sorting by a column, and a chart of a column of numbers.

interface Column {
  name: string;
  at: number;
}

export function enhanceResult(holder: HTMLElement): void {
  const table = holder.querySelector<HTMLTableElement>("table");
  if (!table?.tHead || !table.tBodies[0]) return;
  makeSortable(table);
  const chart = holder.querySelector<HTMLElement>("[data-chart]");
  if (chart) offerChart(table, chart);
}

const number = (cell: HTMLTableCellElement | undefined): number => {
  const text = (cell?.textContent ?? "").trim().replace(/,/g, "");
  return text === "" ? NaN : Number(text);
};

function makeSortable(table: HTMLTableElement): void {
  const body = table.tBodies[0]!;
  const original = [...body.rows];
  [...table.tHead!.rows[0]!.cells].forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const next = head.ariaSort === "ascending" ? "descending" : head.ariaSort === "descending" ? null : "ascending";
      for (const other of table.tHead!.rows[0]!.cells) other.removeAttribute("aria-sort");
      if (next) head.setAttribute("aria-sort", next);
      const numeric = original.every((row) => !row.cells[at]?.textContent?.trim() || !isNaN(number(row.cells[at])));
      const compare = (a: HTMLTableRowElement, b: HTMLTableRowElement): number =>
        numeric
          ? (number(a.cells[at]) || 0) - (number(b.cells[at]) || 0)
          : (a.cells[at]?.textContent ?? "").localeCompare(b.cells[at]?.textContent ?? "", "zh-Hans");
      const rows = next ? [...original].sort(compare) : original;
      if (next === "descending") rows.reverse();
      body.append(...rows);
    });
  });
}

function offerChart(table: HTMLTableElement, place: HTMLElement): void {
  const rows = [...table.tBodies[0]!.rows];
  const columns: Column[] = [...table.tHead!.rows[0]!.cells].map((cell, at) => ({
    name: (cell.textContent ?? "").trim(),
    at,
  }));
  const filled = (column: Column) => rows.filter((row) => row.cells[column.at]?.textContent?.trim());
  const numeric = columns.filter(
    (column) => filled(column).length > 1 && filled(column).every((row) => !isNaN(number(row.cells[column.at]))),
  );
  if (rows.length < 2 || numeric.length === 0) return;
  const naming = columns.filter((column) => !numeric.includes(column));
  place.hidden = false;
  const form = place.querySelector("form")!;
  const pick = (name: string) => form.elements.namedItem(name) as HTMLSelectElement;
  const fill = (select: HTMLSelectElement, listed: Column[]) =>
    select.replaceChildren(...listed.map((column) => new Option(column.name, String(column.at))));
  fill(pick("values"), numeric);
  fill(pick("names"), naming.length ? naming : columns);
  let shown: { destroy(): void } | undefined;
  const draw = async (): Promise<void> => {
    const { drawChart } = await import("./chart");
    shown?.destroy();
    const names = Number(pick("names").value);
    const values = Number(pick("values").value);
    const points = rows.map((row) => ({
      name: (row.cells[names]?.textContent ?? "").trim(),
      value: number(row.cells[values]) || 0,
    }));
    shown = drawChart(place.querySelector("canvas")!, points, {
      kind: pick("kind").value === "line" ? "line" : "bar",
      title: columns[values]!.name,
    });
  };
  form.addEventListener("change", () => void draw());
  form.addEventListener("submit", (event) => event.preventDefault());
  place.addEventListener("toggle", () => {
    if ((place as HTMLDetailsElement).open && !shown) void draw();
  });
}
