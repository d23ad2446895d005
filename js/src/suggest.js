// What the JSON editor offers while one writes, and what it tells of the word under the pointer. Both come from the app.
import { acceptCompletion, autocompletion, pickedCompletion, startCompletion } from "@codemirror/autocomplete";
import { Prec } from "@codemirror/state";
import { hoverTooltip, keymap } from "@codemirror/view";

const element = (tag, text) => {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
};

/** Puts an offer in the place of the word, with the comma that was missing before it. */
const take = (found, item, length) => (view, option) => {
  const { start, comma } = found;
  // What was typed since was typed into the word.
  const end = found.end + view.state.doc.length - length;
  const changes = [{ from: start, to: Math.max(start, end), insert: item.insert }];
  if (comma != null) changes.unshift({ from: comma, insert: "," });
  view.dispatch({
    changes,
    selection: { anchor: start + item.cursor + (comma == null ? 0 : 1) },
    annotations: pickedCompletion.of(option),
    scrollIntoView: true,
    userEvent: "input.complete",
  });
  if (item.again) startCompletion(view);
};

/**
 * @param {(at: number, asked: boolean) => object | undefined} complete
 */
export const offers = (complete) => [
  autocompletion({
    icons: false,
    maxRenderedOptions: 60,
    override: [({ pos, explicit, state }) => {
      const found = state.readOnly ? undefined : complete(pos, explicit);
      return found ? {
        from: found.from,
        // Without its dollar a selector may be a text of the person's own: then the app is asked again.
        validFor: found.items.some(({ label }) => label[0] === "$") ? /^(\$[\w.*-]*)?$/ : /^[\w.*@/ -]*$/,
        options: found.items.map((item, index) => ({
          label: item.label,
          detail: item.detail,
          info: item.info || undefined,
          // The order that the app gives, among those that fit what is typed as well.
          boost: 99 - Math.min(index, 198),
          apply: take(found, item, state.doc.length),
        })),
      } : null;
    }],
  }),
  // Without a list that is open, Tab is what it was.
  Prec.high(keymap.of([{ key: "Tab", run: acceptCompletion }])),
];

/**
 * @param {(at: number) => {from: number, to: number, title: string, lines: string[]} | undefined} tell
 */
export const told = (tell) => hoverTooltip((_, position) => {
  const found = tell(position);
  return found ? {
    pos: found.from,
    end: found.to,
    create() {
      const dom = document.createElement("div");
      dom.append(element("strong", found.title), ...found.lines.map((line) => element("p", line)));
      return { dom };
    },
  } : null;
});
