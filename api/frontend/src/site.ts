// What every page runs.
import { attachSuggestions } from "./suggest";

for (const form of document.querySelectorAll<HTMLElement>("[data-suggest]")) attachSuggestions(form);
