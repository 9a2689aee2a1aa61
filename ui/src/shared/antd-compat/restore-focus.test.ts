// The rules on bare elements; what antd itself does is in restore-focus-antd.test.tsx.
import { afterEach, beforeEach, expect, it } from "vitest";
import { restoreFocus } from "./restore-focus";

const at = (id: string) => document.getElementById(id) as HTMLElement;
let end = () => {};

beforeEach(() => {
  document.body.innerHTML = `
    <div id="page"><button id="menu"></button><main id="main" tabindex="-1">
      <div id="steps"><button id="a"></button><button id="b"></button></div>
    </main></div>
    <div id="layer"><div class="ant-modal-root"><button id="up"></button><button id="down"></button></div></div>`;
  end = restoreFocus(at("page"));
});
afterEach(() => end());

it("returns the focus when the layer that had it is emptied and removed", async () => {
  at("a").focus();
  at("up").focus();
  const layer = at("layer");
  layer.replaceChildren();
  layer.remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(at("a"));
});

it("returns to the page from a layer where it went through many stops", async () => {
  at("a").focus();
  for (let turn = 0; turn < 60; turn++) at(turn % 2 ? "up" : "down").focus();
  at("layer").remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(at("a"));
});

it("a dialog below gives the focus to where it was in the dialog, though antd gave it to the panel of the dialog", async () => {
  document.body.insertAdjacentHTML("beforeend", `<div id="drawer"><div class="ant-drawer"><button id="close"></button></div></div>`);
  at("layer").querySelector(".ant-modal-root")?.insertAdjacentHTML("afterbegin", `<div id="whole" role="dialog" tabindex="-1"></div>`);
  at("a").focus();
  at("down").focus();
  at("close").focus();
  at("whole").focus();
  at("drawer").remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(at("down"));

  // And never to what is below the dialog.
  at("whole").focus();
  at("up").remove();
  at("down").remove();
  document.body.append(document.createElement("p"));
  document.body.lastElementChild?.remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(at("whole"));
});

it("a button beside one that is removed gets the focus, also after a layer", async () => {
  at("a").focus();
  at("up").focus();
  at("a").remove();
  at("layer").remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(at("b"));
});

it("a button that is disabled leaves the focus to its neighbour", async () => {
  at("up").focus();
  at("up").setAttribute("disabled", "");
  await Promise.resolve();
  expect(document.activeElement).toBe(at("down"));
});

it("where nothing is left nearby, the content gets the focus", async () => {
  at("a").focus();
  at("steps").remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(at("main"));
});

it("after a press beside every control the focus stays with none", async () => {
  at("a").focus();
  document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  at("a").blur();
  at("a").remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(document.body);
});

it("a choice in a menu returns the focus to the button, unless the choice has moved it", async () => {
  document.body.insertAdjacentHTML("beforeend", `<div class="ant-dropdown"><ul role="menu"><li role="menuitem" tabindex="-1" id="item"></li></ul></div>`);
  const task = () => new Promise((done) => setTimeout(done));
  // The Enter goes no further: it must not submit the form that it opens.
  const enter = () => expect(at("item").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }))).toBe(false);
  at("b").focus();
  at("item").focus();
  at("item").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
  await task();
  expect(document.activeElement).toBe(at("item"));
  enter();
  expect(document.activeElement).toBe(at("item"));
  await task();
  expect(document.activeElement).toBe(at("b"));

  at("item").focus();
  at("item").click();
  await task();
  expect(document.activeElement).toBe(at("b"));

  // A menu that was closed does not keep the focus, however late antd gives it.
  const menu = at("item").closest(".ant-dropdown");
  menu?.classList.add("ant-slide-up-leave");
  at("up").focus();
  at("item").focus();
  expect(document.activeElement).toBe(at("up"));
  at("b").focus();
  menu?.classList.remove("ant-slide-up-leave");

  // The button goes with what was chosen.
  at("item").focus();
  at("b").remove();
  enter();
  await task();
  expect(document.activeElement).toBe(at("a"));

  at("item").focus();
  enter();
  at("up").focus();
  await task();
  expect(document.activeElement).toBe(at("up"));
});
