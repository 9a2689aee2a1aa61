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

it("gives the keyboard back when the layer that had it is emptied and taken away", async () => {
  at("a").focus();
  at("up").focus();
  const layer = at("layer");
  layer.replaceChildren();
  layer.remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(at("a"));
});

it("comes back to the page from a layer where it went through many stops", async () => {
  at("a").focus();
  for (let turn = 0; turn < 60; turn++) at(turn % 2 ? "up" : "down").focus();
  at("layer").remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(at("a"));
});

it("a dialog below gives it to where it was in the dialog, though the library gave it to the dialog as a whole", async () => {
  document.body.insertAdjacentHTML("beforeend", `<div id="drawer"><div class="ant-drawer"><button id="close"></button></div></div>`);
  at("layer").querySelector(".ant-modal-root")?.insertAdjacentHTML("afterbegin", `<div id="whole" role="dialog" tabindex="-1"></div>`);
  at("a").focus();
  at("down").focus();
  at("close").focus();
  at("whole").focus();
  at("drawer").remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(at("down"));

  // And never to what lies below the dialog.
  at("whole").focus();
  at("up").remove();
  at("down").remove();
  document.body.append(document.createElement("p"));
  document.body.lastElementChild?.remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(at("whole"));
});

it("what stood beside a button that is taken away gets it, also after a layer", async () => {
  at("a").focus();
  at("up").focus();
  at("a").remove();
  at("layer").remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(at("b"));
});

it("a button that is switched off leaves it to its neighbour", async () => {
  at("up").focus();
  at("up").setAttribute("disabled", "");
  await Promise.resolve();
  expect(document.activeElement).toBe(at("down"));
});

it("where nothing is left nearby, the content has it", async () => {
  at("a").focus();
  at("steps").remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(at("main"));
});

it("whoever pressed beside everything is left alone", async () => {
  at("a").focus();
  document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  at("a").blur();
  at("a").remove();
  await Promise.resolve();
  expect(document.activeElement).toBe(document.body);
});

it("what was chosen from a menu gives it back to the button, unless it has taken it", async () => {
  document.body.insertAdjacentHTML("beforeend", `<div class="ant-dropdown"><ul role="menu"><li role="menuitem" tabindex="-1" id="item"></li></ul></div>`);
  const task = () => new Promise((done) => setTimeout(done));
  // What is heard here goes no further: a form that it opens is not sent off by it.
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

  // A menu that was closed takes nothing, however late the library gives it the keyboard.
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
