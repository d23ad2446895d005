// The JSON editor: CodeMirror, mounted in a shadow root so that its styles need no exception from the page's policy.
// Knows nothing of workflows: text, findings and help come from the app.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import {
  HighlightStyle, bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting,
  syntaxTree,
} from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState } from "@codemirror/state";
import {
  EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, hoverTooltip, keymap, lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const fromOutside = Annotation.define();

const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--fd-accent-text)" },
  { tag: tags.string, color: "var(--fd-kind-text)" },
  { tag: tags.number, color: "var(--fd-kind-number)" },
  { tag: [tags.bool, tags.null], color: "var(--fd-kind-flow)" },
  { tag: tags.invalid, color: "var(--fd-bad)" },
]);

const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--fd-ink)", backgroundColor: "var(--fd-surface)", fontSize: "12.5px" },
  "&.cm-focused": { outline: "2px solid var(--fd-focus)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--fd-mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--fd-ink)" },
  ".cm-cursor": { borderLeftColor: "var(--fd-ink)" },
  ".cm-gutters": { backgroundColor: "var(--fd-surface-2)", color: "var(--fd-ink-3)", borderRight: "1px solid var(--fd-line-soft)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in oklch, var(--fd-accent) 6%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--fd-hover)", color: "var(--fd-ink)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in oklch, var(--fd-accent) 24%, transparent) !important",
  },
  ".cm-matchingBracket": { outline: "1px solid var(--fd-line-strong)", backgroundColor: "transparent !important" },
  ".cm-tooltip": {
    maxWidth: "420px", padding: "4px 8px", border: "1px solid var(--fd-line-soft)", borderRadius: "7px",
    backgroundColor: "var(--fd-surface)", color: "var(--fd-ink)", boxShadow: "var(--fd-shadow-float)",
    fontFamily: "var(--fd-font)",
  },
  ".cm-panels": { backgroundColor: "var(--fd-surface-2)", color: "var(--fd-ink)" },
  ".cm-textfield": { backgroundColor: "var(--fd-surface)", border: "1px solid var(--fd-control-line)", color: "var(--fd-ink)" },
  ".cm-button": { background: "var(--fd-surface)", border: "1px solid var(--fd-line-strong)", color: "var(--fd-ink)" },
  ".cm-searchMatch": { backgroundColor: "var(--fd-warn-soft)", outline: "1px solid var(--fd-warn)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--fd-surface-3)", border: "none", color: "var(--fd-ink-2)" },
});

/** One line of help for the property under the pointer. */
const helpOn = (help) =>
  hoverTooltip((view, position, side) => {
    const node = syntaxTree(view.state).resolveInner(position, side);
    if (node.name !== "PropertyName") return null;
    const text = help(view.state.sliceDoc(node.from + 1, node.to - 1));
    if (!text) return null;
    return {
      pos: node.from,
      end: node.to,
      create() {
        const dom = document.createElement("div");
        dom.textContent = text;
        return { dom };
      },
    };
  });

/**
 * Mounts an editor in `host`.
 * @param {Element} host
 * @param {{text: string, label: string, readOnly: boolean}} options
 * @param {(text: string) => void} onChange called after each change by the person
 * @param {(property: string) => string | undefined} help
 */
export function mount(host, options, onChange, help) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const parent = document.createElement("div");
  parent.style.height = "100%";
  root.replaceChildren(parent);
  const editable = new Compartment();
  const canEdit = (readOnly) => [EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly)];
  const view = new EditorView({
    root,
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers(), foldGutter(), codeFolding(), lintGutter(), history(), drawSelection(), indentOnInput(),
        indentUnit.of("  "), bracketMatching(), highlightActiveLine(), highlightActiveLineGutter(),
        highlightSelectionMatches(), search({ top: true }), json(), syntaxHighlighting(colors), theme, helpOn(help),
        editable.of(canEdit(options.readOnly)),
        // Read-only text is scrolled by keyboard too, so it takes the focus like text that can be written.
        EditorView.contentAttributes.of({ "aria-label": options.label, spellcheck: "false", tabindex: "0" }),
        // Escape, then Tab leaves the editor: Tab alone indents.
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...foldKeymap, ...lintKeymap, indentWithTab]),
        EditorView.updateListener.of((update) => {
          const outside = update.transactions.some((transaction) => transaction.annotation(fromOutside));
          if (update.docChanged && !outside) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  const mend = (fix, checked) => {
    if (view.state.doc.eq(checked)) view.dispatch({ changes: fix.changes, userEvent: "input.fix" });
  };
  return {
    setText(text) {
      if (view.state.doc.toString() === text) return;
      // One change, so that the editor's own undo brings back what was there.
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        annotations: fromOutside.of(true),
      });
    },
    setFindings(findings) {
      const checked = view.state.doc;
      const editing = !view.state.readOnly;
      const end = view.state.doc.length;
      const within = findings.map((one) => ({
        from: Math.min(one.from, end),
        to: Math.min(Math.max(one.to, one.from), end),
        severity: one.severity,
        message: `${one.message} (${one.code})`,
        // The text may have changed since it was checked: the marks move with it, a change from before does not fit.
        actions: editing ? one.fixes.map((fix) => ({ name: fix.title, apply: () => mend(fix, checked) })) : [],
      }));
      view.dispatch(setDiagnostics(view.state, within));
    },
    setReadOnly(readOnly) {
      view.dispatch({ effects: editable.reconfigure(canEdit(readOnly)) });
    },
    reveal(from) {
      const anchor = Math.min(from, view.state.doc.length);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
      view.focus();
    },
    destroy() {
      view.destroy();
      root.replaceChildren();
    },
  };
}
