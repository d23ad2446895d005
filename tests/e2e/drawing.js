// What tests of the canvas need: the canvas itself, the words of the selected card, what is stored.
import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "./fixtures.js";

export { BLUR, expect, test } from "./fixtures.js";

export const canvas = (page) => page.getByRole("application", { name: "Workflow" });
/** The selected card, as those hear it who do not see it. */
export const words = (page) => canvas(page).getByRole("img");
export const saved = (page) => page.getByText(/^Saved/).first();
export const stored = async (server, url) => JSON.parse((await server.api("GET", `/home/workflows/${url}`)).body.workflow.config);

/** Where the middle of the canvas is; of a workflow of three cards in a row that is the second. */
export const middle = async (page) => {
  const box = await canvas(page).boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** Opens a workflow once blocks are known. */
export async function open(page, server, url) {
  await page.goto(`${server.url}/w/home/${url}`);
  await expect(page.getByRole("option", { name: /Image Blur|Object Detection Model/ }).first()).toBeVisible();
}

/** Expects that axe finds nothing to say about the page as it stands. */
export async function accessible(page, what) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`);
  expect(found, what).toEqual([]);
}
