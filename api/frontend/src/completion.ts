// Completion in the editor: our prefixes, and the classes and properties of the ontology with what they are called.
import Yasqe from "@zazuko/yasqe";

export interface Vocabulary {
  prefixes: Record<string, string>;
  terms: Term[];
}

interface Term {
  curie: string;
  iri: string;
  kind: "class" | "property" | "individual";
  label: string;
}

const SHOWN = 60;

export async function completeFrom(editor: Yasqe, vocabulary: Vocabulary): Promise<void> {
  const labels = new Map(vocabulary.terms.map((term) => [term.curie, term.label]));
  const prefixes = Yasqe.Autocompleters.prefixes;
  if (prefixes) {
    Yasqe.registerAutocompleter(
      {
        ...prefixes,
        name: "our-prefixes",
        // Stored lists would outlive the vocabulary.
        persistenceId: null,
        get: () => Object.entries(vocabulary.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`),
      },
      false,
    );
  }
  for (const [base, name, kinds] of [
    ["class", "our-classes", ["class"]],
    ["property", "our-properties", ["property"]],
  ] as const) {
    const config = Yasqe.Autocompleters[base];
    if (!config) continue;
    const terms = vocabulary.terms.filter((term) => (kinds as readonly string[]).includes(term.kind));
    Yasqe.registerAutocompleter(
      {
        ...config,
        name,
        autoShow: true,
        persistenceId: null,
        get: (_yasqe, token) => matching(terms, token?.string ?? "").map((term) => term.curie),
        preProcessToken: (_yasqe, token) => token,
        postProcessSuggestion: (_yasqe, _token, curie) => curie,
        postprocessHints: (_yasqe, hints) =>
          hints.map((hint) => ({ ...hint, displayText: `${hint.text}  ${labels.get(hint.text) ?? ""}` })),
      },
      false,
    );
  }
  await Promise.all(["our-prefixes", "our-classes", "our-properties"].map((name) => editor.enableCompleter(name)));
}

// Terms whose short name begins with, else contains, what stands at the cursor.
function matching(terms: Term[], typed: string): Term[] {
  const text = typed.trim().toLowerCase();
  const begins = terms.filter((term) => term.curie.toLowerCase().startsWith(text));
  const local = text.includes(":") ? text : `:${text}`;
  const rest = terms.filter(
    (term) => !begins.includes(term) && text !== "" && term.curie.toLowerCase().includes(local.replace(/^:$/, "")),
  );
  return [...begins, ...rest].slice(0, SHOWN);
}
