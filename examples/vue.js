// A workflow in Vue: tell the compiler that the element is not a component (here there is no compiler: `h` is used),
// bind properties with a dot, and listen to its events by their names.
import { createApp, h, ref } from "vue";

const StockCheck = {
  props: { word: String },
  setup(props) {
    const said = ref("Nothing yet.");
    const runner = ref(null);
    return () => [
      h("flowdeck-runner", {
        ref: runner,
        workflow: "home/echo",
        ".inputs": { word: props.word },
        "onFlowdeck-result": ({ detail }) => (said.value = detail.outputs[0].said),
      }),
      h("p", { id: "said" }, said.value),
      h("button", { onClick: () => runner.value.run() }, "Check now"),
    ];
  },
};

/** Shows the check in an element. */
export function show(place) {
  createApp(StockCheck, { word: "from Vue" }).mount(place);
}
