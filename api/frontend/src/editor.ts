// The SPARQL page: the plain form becomes an editor (Yasqe, of YASGUI) with our prefixes and terms, and results come
// into the page. The server draws the results, with names, links and places in print, as it does without scripts.
import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import { completeFrom, type Vocabulary } from "./completion";
import { enhanceResult } from "./result";

const KEPT = "gongbao-sparql";

function start(form: HTMLFormElement, textarea: HTMLTextAreaElement): void {
  const holder = document.createElement("div");
  holder.className = "yasqe-holder";
  textarea.before(holder);
  const label = form.querySelector<HTMLLabelElement>(`label[for="${textarea.id}"]`);

  // The address of a query, or what the server was sent, goes before what was written here the last time.
  const asked = form.dataset.asked === "yes";
  const text = (!asked && sessionStorage.getItem(KEPT)) || textarea.value;

  Yasqe.defaults.autocompleters = [];
  const run = (): void => form.requestSubmit(form.querySelector<HTMLButtonElement>("button.run"));
  const editor = new Yasqe(holder, {
    value: text,
    persistenceId: null,
    showQueryButton: false,
    resizeable: true,
    editorHeight: "20rem",
    prefixCcApi: null,
    consumeShareLink: null,
    // The permanent link stands with the result.
    createShareableLink: null as never,
    collapsePrefixesOnLoad: false,
    tabindex: 0,
    // The text itself has the focus: what screen readers, phones and input methods expect.
    inputStyle: "contenteditable",
    screenReaderLabel: label?.textContent ?? "",
    extraKeys: {
      "Ctrl-Space": () => editor.autocomplete(),
      "Ctrl-Enter": run,
      "Cmd-Enter": run,
      "Ctrl-/": () => editor.commentLines(),
      "Shift-Ctrl-F": () => editor.autoformat(),
      // The tabulator leaves the editor, as everywhere on the page.
      Tab: false,
      "Shift-Tab": false,
    } as never,
    autocompleters: [],
  });
  textarea.hidden = true;
  textarea.value = text;
  label?.addEventListener("click", () => editor.focus());
  editor.on("change", () => {
    textarea.value = editor.getValue();
    sessionStorage.setItem(KEPT, textarea.value);
  });

  const address = form.dataset.vocabulary;
  if (address) {
    fetch(address)
      .then((response) => response.json() as Promise<Vocabulary>)
      .then((vocabulary) => completeFrom(editor, vocabulary))
      .then(() => (holder.dataset.completes = "yes"), console.warn);
  }
}

function runInPage(form: HTMLFormElement, holder: HTMLElement): void {
  const status = document.getElementById("query-status");
  const stop = document.getElementById("query-stop") as HTMLButtonElement | null;
  let running: AbortController | undefined;
  stop?.addEventListener("click", () => running?.abort());

  form.addEventListener("submit", async (event) => {
    const button = event.submitter as HTMLButtonElement | null;
    // Downloads are the browser's business.
    if (button?.value !== "html") return;
    event.preventDefault();
    running?.abort();
    running = new AbortController();
    const data = new FormData(form, button);
    const started = performance.now();
    holder.setAttribute("aria-busy", "true");
    if (stop) stop.hidden = false;
    const say = (): void => {
      const seconds = Math.floor((performance.now() - started) / 1000);
      if (status) status.textContent = `${form.dataset.running ?? ""}${seconds ? ` ${seconds} s` : ""}`;
    };
    say();
    const clock = window.setInterval(say, 1000);
    try {
      const body = new URLSearchParams([...data].map(([name, value]) => [name, String(value)]));
      const response = await fetch(form.action, { method: "POST", body, signal: running.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const result = page.getElementById("result-holder");
      if (!result) throw new Error(`${response.status}`);
      holder.replaceChildren(...result.childNodes);
      enhanceResult(holder);
      const link = holder.querySelector<HTMLAnchorElement>("a.permalink");
      if (link && link.href.length < 6000) history.replaceState(null, "", link.href);
      const took = ((performance.now() - started) / 1000).toFixed(2);
      if (status) status.textContent = (form.dataset.took ?? "{s}").replace("{s}", took);
      holder.querySelector<HTMLElement>("h2")?.scrollIntoView({ block: "nearest" });
    } catch (error) {
      const stopped = error instanceof DOMException && error.name === "AbortError";
      if (status) status.textContent = (stopped ? form.dataset.stopped : form.dataset.failed) ?? "";
    } finally {
      clearInterval(clock);
      holder.removeAttribute("aria-busy");
      if (stop) stop.hidden = true;
    }
  });
}

const form = document.querySelector<HTMLFormElement>("form.editor");
const textarea = form?.querySelector<HTMLTextAreaElement>("textarea[name=query]");
const holder = document.getElementById("result-holder");
if (form && textarea && holder) {
  start(form, textarea);
  runInPage(form, holder);
  enhanceResult(holder);
}
