// The customer's window and the desk's page must hold the same strokes, however fast a hand is.
import { act, fireEvent, render, renderHook, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AcknowledgementContent } from "../../gen/wire";
import { openSigningChannel, type CustomerMessage, type DeskMessage } from "./signing-channel";
import { CustomerSigningScreen } from "./customer-screen";
import type { PenStroke } from "./ink";
import { useCustomerWindow } from "./use-customer-window";

vi.mock("../../api/platform", () => ({ openCustomer: () => Promise.resolve(true), closeCustomer: () => Promise.resolve() }));

const content: AcknowledgementContent = { kind: "repair_done", template: 1, ticket_number: "WX2611240001", text: "已修好。", facts: [], place: "厨房", staff: "某人" };

beforeEach(() => {
  SVGElement.prototype.setPointerCapture = () => undefined;
});

let leave: () => void = () => undefined;
afterEach(() => leave());

test("no stroke is lost between two pictures", async () => {
  const heard: PenStroke[][] = [];
  const desk = openSigningChannel<DeskMessage, CustomerMessage>((said) => said.say === "strokes" && heard.push(said.strokes));
  leave = desk.leave;
  render(<CustomerSigningScreen />);
  await waitFor(() => {
    desk.say({ say: "show", content, strokes: [] });
    expect(screen.getByRole("img", { name: "签名区" })).toBeTruthy();
  });
  const pad = screen.getByRole("img", { name: "签名区" });
  // All of it before the page is drawn again.
  act(() => {
    for (let stroke = 0; stroke < 3; stroke += 1) {
      fireEvent.pointerDown(pad, { pointerId: 1, button: 0 });
      fireEvent.pointerUp(pad, { pointerId: 1 });
    }
  });
  expect(document.querySelectorAll("polyline")).toHaveLength(3);
  await waitFor(() => expect(heard.at(-1)).toHaveLength(3));
});

test("what came from the customer is not sent back over what they wrote meanwhile", async () => {
  const told: DeskMessage[] = [];
  const customer = openSigningChannel<CustomerMessage, DeskMessage>((said) => told.push(said));
  leave = customer.leave;
  const { result, unmount } = renderHook(() => {
    const [strokes, change] = useState<PenStroke[]>([]);
    return { strokes, change, second: useCustomerWindow({ content, strokes, change }) };
  });
  await act(() => result.current.second.open());
  await waitFor(() => expect(told.length).toBeGreaterThan(0));
  told.length = 0;
  const stroke: PenStroke = [[1, 1]];
  for (let many = 1; many <= 40; many += 1) customer.say({ say: "strokes", strokes: Array<PenStroke>(many).fill(stroke) });
  await waitFor(() => expect(result.current.strokes).toHaveLength(40));
  await new Promise((rest) => setTimeout(rest, 50));
  expect(told).toEqual([]);
  // What is cleared at the desk is.
  act(() => result.current.change([]));
  await waitFor(() => expect(told.at(-1)).toMatchObject({ say: "show", strokes: [] }));
  unmount();
});
