import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useEffect, useState } from "react";
import { expect, it, vi } from "vitest";
import { endStalledAnimations } from "./stalled-animations";
import { SegmentedControl } from "../table/segments";

// The library looks for these before it moves anything.
vi.hoisted(() => {
  for (const event of ["AnimationEvent", "TransitionEvent"]) if (!(event in window)) Object.assign(window, { [event]: class extends Event {} });
  for (const name of ["animation", "transition"])
    if (!(name in document.createElement("div").style)) Object.defineProperty(CSSStyleDeclaration.prototype, name, { value: "", writable: true });
});

const DAYS = [
  { label: "本日", value: "day" },
  { label: "本周", value: "week" },
];

function Page() {
  const [value, setValue] = useState("day");
  useEffect(endStalledAnimations, []);
  return <SegmentedControl label="日程范围" value={value} onChange={setValue} options={DAYS} />;
}

const later = (time: number) => act(() => new Promise((done) => setTimeout(done, time)));

// The browser here moves nothing and says nothing, as a real one does where the place it goes to is the one it comes from.
it("what was chosen stands at last, also where nothing moved", async () => {
  // The library asks for places, of which there are none here.
  Object.defineProperty(HTMLElement.prototype, "offsetParent", { configurable: true, get: () => document.body });
  const { container } = render(<Page />);
  fireEvent.click(screen.getByLabelText("本周"));
  await waitFor(() => expect(container.querySelector("[class*='-appear-active']"), "it is on its way").not.toBeNull(), { timeout: 10_000 });
  await waitFor(() => expect(container.querySelector(".ant-segmented-thumb")).toBeNull(), { timeout: 10_000 });
  expect(container.querySelector(".ant-segmented-item-selected")?.textContent).toBe("本周");
  Reflect.deleteProperty(HTMLElement.prototype, "offsetParent");
}, 30_000);

it("what still moves is left to go on, and what moves elsewhere too", async () => {
  render(<Page />);
  const [moving, around] = [document.createElement("div"), document.createElement("div")];
  around.append(moving);
  document.body.append(around);
  let busy = true;
  const ended: EventTarget[] = [];
  moving.getAnimations = () => (busy ? [{} as Animation] : []);
  for (const element of [moving, around]) element.addEventListener("transitionend", () => ended.push(element));
  moving.className = "x-enter x-enter-active";
  await later(1300);
  expect(ended).toEqual([]);
  busy = false;
  await later(1300);
  expect(ended).toEqual([moving]);
  around.remove();
});
