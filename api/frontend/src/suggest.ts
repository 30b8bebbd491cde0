// An input that suggests while one types: the combobox pattern of the WAI-ARIA Authoring Practices.
//
// <div data-suggest="/api/suggest" [data-kinds="unit,group"] [data-fill]> holds the input. Choosing a suggestion
// opens its page, or with data-fill writes its name (data-fill="iri": its IRI) into the input. Enter without a choice does what the form does.
import Combobox from "@github/combobox-nav";

interface Suggestion {
  label: string;
  href: string;
  note?: string;
  /** What is written into a field, where that is not the label: the number of a document. */
  value?: string;
  iri?: string;
}

interface Group {
  kind: string;
  title: string;
  suggestions: Suggestion[];
}

const DELAY = 90;

export function attachSuggestions(holder: HTMLElement): void {
  const input = holder.querySelector("input");
  const address = holder.dataset.suggest;
  if (!input || !address) return;
  const fill = "fill" in holder.dataset;

  const list = document.createElement("div");
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", holder.dataset.label ?? "");
  list.id = `${input.id}-suggestions`;
  list.hidden = true;
  const said = document.createElement("div");
  said.className = "unseen";
  said.setAttribute("role", "status");
  holder.append(list, said);

  const combobox = new Combobox(input, list, { tabInsertsSuggestions: false });
  let timer = 0;
  let running: AbortController | undefined;
  let shown = "";

  const close = (): void => {
    running?.abort();
    clearTimeout(timer);
    if (list.hidden) return;
    combobox.stop();
    list.hidden = true;
    said.textContent = "";
  };

  const show = (groups: Group[]): void => {
    list.replaceChildren(...groups.map((group, at) => drawGroup(group, `${list.id}-${at}`)));
    const total = groups.reduce((sum, group) => sum + group.suggestions.length, 0);
    if (!total) return close();
    if (list.hidden) {
      list.hidden = false;
      combobox.start();
    } else {
      combobox.clearSelection();
    }
    said.textContent = (holder.dataset.count ?? "{n}").replace("{n}", String(total));
  };

  const look = async (): Promise<void> => {
    const text = input.value.trim();
    if (!text) return close();
    if (text === shown && !list.hidden) return;
    running?.abort();
    running = new AbortController();
    const query = new URLSearchParams({ q: text, lang: document.documentElement.lang.slice(0, 2) });
    if (holder.dataset.kinds) query.set("kinds", holder.dataset.kinds);
    try {
      const response = await fetch(`${address}?${query}`, { signal: running.signal });
      if (!response.ok) return close();
      const found = (await response.json()) as { groups: Group[] };
      shown = text;
      if (document.activeElement === input) show(found.groups);
    } catch (error) {
      // A newer look-up took its place, or the service is gone: the box works without suggestions.
      if (!(error instanceof DOMException && error.name === "AbortError")) close();
    }
  };

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    // While an input method composes, what stands in the box is not yet what is meant: pinyin letters are.
    if (!(event as InputEvent).isComposing || /^[\x20-\x7e]*$/.test(input.value)) {
      timer = window.setTimeout(look, DELAY);
    }
  });
  input.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = window.setTimeout(look, DELAY);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" && list.hidden) {
      shown = "";
      void look();
    }
  });
  input.addEventListener("blur", () => window.setTimeout(close, 150));
  // The list keeps the focus in the input.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("combobox-commit", (event) => {
    const option = event.target as HTMLElement;
    const { href, value, iri } = option.dataset;
    close();
    if (fill) {
      input.value = (holder.dataset.fill === "iri" ? iri : value) ?? "";
      input.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (href) {
      location.assign(href);
    }
  });
}

function drawGroup(group: Group, id: string): HTMLElement {
  const box = document.createElement("div");
  box.setAttribute("role", "group");
  box.setAttribute("aria-labelledby", id);
  const title = document.createElement("div");
  title.className = "suggestions-kind";
  title.id = id;
  title.textContent = group.title;
  title.setAttribute("role", "presentation");
  box.append(title, ...group.suggestions.map((one, at) => drawOption(one, `${id}-${at}`)));
  return box;
}

function drawOption(one: Suggestion, id: string): HTMLElement {
  const option = document.createElement("div");
  option.setAttribute("role", "option");
  option.id = id;
  option.className = "suggestion";
  option.dataset.href = one.href;
  option.dataset.value = one.value ?? one.label;
  option.dataset.iri = one.iri ?? "";
  const label = document.createElement("span");
  label.className = "suggestion-label";
  label.textContent = one.label;
  option.append(label);
  if (one.note) {
    const note = document.createElement("span");
    note.className = "suggestion-note";
    note.textContent = one.note;
    option.append(note);
  }
  return option;
}
