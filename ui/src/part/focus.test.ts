import { expect, it } from "vitest";
import { giveBack } from "./focus";

it("gives the focus back when the layer that had it is emptied and taken away", async () => {
  document.body.innerHTML = '<div id="page"><button id="a"></button></div><div id="layer"><div class="ant-modal-root"><button id="b"></button></div></div>';
  const at = (id: string) => document.getElementById(id) as HTMLElement;
  const end = giveBack(at("page"));
  at("a").focus();
  at("b").focus();
  const layer = at("layer");
  layer.replaceChildren();
  layer.remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(at("a"));
  end();
});
