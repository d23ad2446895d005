// The JSON editor: CodeMirror, mounted in a shadow root so that its styles need no exception from the page's policy.
// Knows nothing of workflows: text, findings and help come from the app.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import {
  HighlightStyle, bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting,
} from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, StateEffect, StateField, Transaction } from "@codemirror/state";
import {
  Decoration, EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { offers, told } from "./suggest.js";

const fromOutside = Annotation.define();

/** The lines of what is selected elsewhere; they move with the text. */
const setMark = StateEffect.define();
const markedLine = Decoration.line({ class: "cm-fd-marked" });
const mark = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    let now = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setMark)) now = effect.value ? lines(transaction.state.doc, effect.value) : Decoration.none;
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});
function lines(doc, { from, to }) {
  const marks = [];
  for (let at = doc.lineAt(from); ; at = doc.line(at.number + 1)) {
    marks.push(markedLine.range(at.from));
    if (at.to >= to || at.number === doc.lines) return Decoration.set(marks);
  }
}

/** The one change that makes one text of another: what both begin and end with stays. */
function difference(before, after) {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head += 1;
  let tail = 0;
  while (tail < most - head
    && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail += 1;
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) };
}

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
  ".cm-tooltip p": { margin: "3px 0 0", fontSize: "12px", color: "var(--fd-ink-2)" },
  ".cm-tooltip.cm-tooltip-autocomplete": { maxWidth: "none", padding: "3px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--fd-mono)", fontSize: "12px", maxHeight: "260px", maxWidth: "min(560px, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { display: "flex", gap: "12px", padding: "3px 8px", borderRadius: "5px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--fd-hover)", color: "var(--fd-ink)" },
  ".cm-completionLabel": { overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700", color: "var(--fd-accent-text)" },
  ".cm-completionDetail": {
    flex: "1", marginLeft: "0", textAlign: "right", overflow: "hidden", textOverflow: "ellipsis", fontStyle: "normal",
    fontFamily: "var(--fd-font)", color: "var(--fd-ink-3)",
  },
  ".cm-completionInfo": { maxWidth: "280px", fontSize: "12px", whiteSpace: "pre-line" },
  ".cm-fd-marked": { backgroundColor: "var(--fd-accent-soft)", boxShadow: "inset 2px 0 var(--fd-accent)" },
  ".cm-panels": { backgroundColor: "var(--fd-surface-2)", color: "var(--fd-ink)" },
  ".cm-textfield": { backgroundColor: "var(--fd-surface)", border: "1px solid var(--fd-control-line)", color: "var(--fd-ink)" },
  ".cm-button": { background: "var(--fd-surface)", border: "1px solid var(--fd-line-strong)", color: "var(--fd-ink)" },
  ".cm-searchMatch": { backgroundColor: "var(--fd-warn-soft)", outline: "1px solid var(--fd-warn)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--fd-surface-3)", border: "none", color: "var(--fd-ink-2)" },
});

/**
 * Mounts an editor in `host`.
 * @param {Element} host
 * @param {{text: string, label: string, readOnly: boolean}} options
 * @param {(text: string) => void} onChange called after each change by the person
 * @param {(at: number) => void} onCursor called when the person has moved the cursor, at most once a frame
 * @param {(at: number, asked: boolean) => object | undefined} complete what may stand at a place
 * @param {(at: number) => object | undefined} tell what is at a place
 */
export function mount(host, options, onChange, onCursor, complete, tell) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const parent = document.createElement("div");
  parent.style.height = "100%";
  root.replaceChildren(parent);
  // What CodeMirror puts off, such as looking for completions, may come when the app has left and is not to be called any more.
  let isGone = false;
  const unlessGone = (call) => (...given) => (isGone ? undefined : call(...given));
  [onChange, onCursor, complete, tell] = [onChange, onCursor, complete, tell].map(unlessGone);
  const editable = new Compartment();
  const canEdit = (readOnly) => [EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly)];
  let frame = 0;
  const moved = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      onCursor(view.state.selection.main.head);
    });
  };
  const within = (at) => Math.min(at, view.state.doc.length);
  const isInView = (at) => {
    const [place, box] = [view.coordsAtPos(at), view.scrollDOM.getBoundingClientRect()];
    return place && place.top >= box.top && place.bottom <= box.bottom;
  };
  const view = new EditorView({
    root,
    parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers(), foldGutter(), codeFolding(), lintGutter(), history(), drawSelection(), indentOnInput(),
        indentUnit.of("  "), bracketMatching(), highlightActiveLine(), highlightActiveLineGutter(),
        highlightSelectionMatches(), search({ top: true }), json(), syntaxHighlighting(colors), theme, mark,
        offers(complete), told(tell),
        editable.of(canEdit(options.readOnly)),
        // Read-only text is scrolled by keyboard too, so it takes the focus like text that can be written.
        EditorView.contentAttributes.of({ "aria-label": options.label, spellcheck: "false", tabindex: "0" }),
        // Escape, then Tab leaves the editor: Tab alone indents.
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...foldKeymap, ...lintKeymap, indentWithTab]),
        EditorView.updateListener.of((update) => {
          const outside = update.transactions.some((transaction) => transaction.annotation(fromOutside));
          if (outside) return;
          if (update.docChanged) onChange(update.state.doc.toString());
          if (update.docChanged || update.selectionSet) moved();
        }),
      ],
    }),
  });
  const mend = (fix, checked) => {
    if (view.state.doc.eq(checked)) view.dispatch({ changes: fix.changes, userEvent: "input.fix" });
  };
  return {
    setText(written, undoable) {
      // As the editor's own text is, where every line break is one unit.
      const text = written.replace(/\r\n?/g, "\n");
      const before = view.state.doc.toString();
      if (before === text) return;
      // Beside the canvas it is the app that takes such a change back, not the editor; cursor and scroll stay.
      view.dispatch({
        changes: difference(before, text),
        annotations: [fromOutside.of(true), Transaction.addToHistory.of(undoable)],
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
    /** Selects a part and shows it. The focus stays where it is. */
    reveal(from, to) {
      const selection = { anchor: within(from), head: within(to) };
      view.dispatch({
        selection, annotations: fromOutside.of(true), effects: EditorView.scrollIntoView(selection.anchor, { y: "center" }),
      });
    },
    /** Marks the lines of a part, or none, and shows them unless the person is writing. */
    mark(from, to) {
      const value = from === undefined ? null : { from: within(from), to: within(to) };
      const effects = [setMark.of(value)];
      if (value && !view.hasFocus && !isInView(value.from)) {
        effects.push(EditorView.scrollIntoView(value.from, { y: "start", yMargin: 48 }));
      }
      view.dispatch({ effects, annotations: fromOutside.of(true) });
    },
    focus() {
      view.focus();
    },
    destroy() {
      isGone = true;
      cancelAnimationFrame(frame);
      view.destroy();
      root.replaceChildren();
    },
  };
}
