// A workflow in React: load embed.js once, use the element like any other. Objects and functions are properties, which
// React 19 sets by itself; events of elements are listened to through a ref.
import { useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";

function StockCheck({ deck, word }) {
  const runner = useRef(null);
  const [said, setSaid] = useState("Nothing yet.");
  useEffect(() => {
    const element = runner.current;
    const hear = ({ detail }) => setSaid(detail.outputs[0].said);
    element.addEventListener("flowdeck-result", hear);
    return () => element.removeEventListener("flowdeck-result", hear);
  }, []);
  // Where your own back end hands out tokens, this is a call of it.
  const getToken = useRef(async () => (await fetch(`${deck}/token/home/echo`, { method: "POST" })).json()).current;
  return (
    <>
      <flowdeck-runner ref={runner} workflow="home/echo" inputs={{ word }} getToken={getToken} />
      <p id="said">{said}</p>
      <button onClick={() => runner.current.run()}>Check now</button>
    </>
  );
}

/** Shows the check of a Flowdeck in an element. */
export function show(place, deck) {
  createRoot(place).render(<StockCheck deck={deck} word="from React" />);
}
