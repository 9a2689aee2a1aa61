// jsdom starts no animation and sends no event for one, which is the case that antd waits in for ever. That a real one is left to end by
// itself only Chromium shows: every picture of tests/screens/specs waits for it (`still` in desk.ts).
import "../../test/motion-stub";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useEffect, useState } from "react";
import { expect, it } from "vitest";
import { endStalledAnimations } from "./stalled-animations";
import { SegmentedControl } from "../table/segments";

const DAYS = [
  { label: "本日", value: "day" },
  { label: "本周", value: "week" },
];

function Page() {
  const [value, setValue] = useState("day");
  useEffect(endStalledAnimations, []);
  return <SegmentedControl label="日程范围" value={value} onChange={setValue} options={DAYS} />;
}

const waitMilliseconds = (time: number) => act(() => new Promise((done) => setTimeout(done, time)));

it("ends the animation of a chosen segment that never moved", async () => {
  // antd measures the segments, and jsdom has no layout.
  Object.defineProperty(HTMLElement.prototype, "offsetParent", { configurable: true, get: () => document.body });
  const { container } = render(<Page />);
  fireEvent.click(screen.getByLabelText("本周"));
  await waitFor(() => expect(container.querySelector("[class*='-appear-active']"), "the animation has begun").not.toBeNull(), { timeout: 10_000 });
  await waitFor(() => expect(container.querySelector(".ant-segmented-thumb")).toBeNull(), { timeout: 10_000 });
  expect(container.querySelector(".ant-segmented-item-selected")?.textContent).toBe("本周");
  Reflect.deleteProperty(HTMLElement.prototype, "offsetParent");
}, 30_000);

it("leaves what still moves alone, and the elements around it", async () => {
  render(<Page />);
  const [moving, around] = [document.createElement("div"), document.createElement("div")];
  around.append(moving);
  document.body.append(around);
  let busy = true;
  const ended: EventTarget[] = [];
  moving.getAnimations = () => (busy ? [{} as Animation] : []);
  for (const element of [moving, around]) element.addEventListener("transitionend", () => ended.push(element));
  moving.className = "x-enter x-enter-active";
  await waitMilliseconds(1300);
  expect(ended).toEqual([]);
  busy = false;
  await waitMilliseconds(1300);
  expect(ended).toEqual([moving]);
  around.remove();
});
