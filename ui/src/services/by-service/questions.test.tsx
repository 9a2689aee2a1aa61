import { fireEvent, render, screen } from "@testing-library/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Form } from "antd";
import { useEffect } from "react";
import { describe, expect, it, vi } from "vitest";
import { words } from "../../gen/words";
import type { OutagePlace, ServiceKind } from "../../gen/wire";
import { listenToHotkeys } from "../../shared/keyboard/hotkeys";
import { createIntakeDraft, switchService, toIntakeRequest } from "../../features/intake/intake-draft";
import { ServicePicker } from "../../features/intake/service-picker";
import { SERVICE_PICKS } from "../../shared/ticket/service";
import { SERVICE_QUESTIONS } from "./questions-by-service";
import { computeConsumptionChange, formatConsumptionChange, toCompleteReadings } from "../reminder/consumption-change";
import { isBlankPlaceRow, countHouseholds, hasPlaceRows, toPlaces, parsePlaces, judgeThresholds } from "../common/places";
import { PlaceRows } from "../emergency-water/place-rows";

describe("the change in consumption", () => {
  it("is computed as the program computes it", () => {
    expect(computeConsumptionChange({ last: 100, this: 124, usual: 10 })).toBe(140);
    expect(computeConsumptionChange({ last: 100, this: 105, usual: 10 })).toBe(-50);
    expect(computeConsumptionChange({ last: 100, this: 103, usual: 8 })).toBe(-62);
    expect(formatConsumptionChange({ last: 100, this: 124, usual: 10 })).toBe("+140%");
    expect(formatConsumptionChange({ last: 100, this: 110, usual: 10 })).toBe("0%");
    expect(formatConsumptionChange({ last: 100, this: 101, usual: 0 })).toBe("无数据");
  });

  it("needs all three readings, and zero is one", () => {
    expect(toCompleteReadings({ last: 0, this: 0, usual: 0 })).toEqual({ last: 0, this: 0, usual: 0 });
    expect(toCompleteReadings({ last: 1, this: 2 })).toBeNull();
    expect(toCompleteReadings({ last: 1, this: 2, usual: null })).toBeNull();
    expect(toCompleteReadings(null)).toBeNull();
  });
});

describe("the key of a service", () => {
  const press = (code: string, more = {}) => fireEvent.keyDown(window, { key: code.slice(-1), code, altKey: true, ...more });

  function Screen({ pick, among }: { pick: (service: ServiceKind) => void; among?: readonly ServiceKind[] }) {
    useEffect(listenToHotkeys, []);
    return <ServicePicker value="repair" {...(among ? { among } : {})} pick={pick} />;
  }

  it("is Alt and its number, in the order shown", () => {
    const pick = vi.fn();
    render(<Screen pick={pick} />);
    for (const digit of ["1", "2", "3", "4", "5", "6"]) press(`Digit${digit}`);
    expect(pick.mock.calls.flat()).toEqual(["repair", "leak_detection", "water_quality", "reminder", "community", "emergency_water"]);
    expect(SERVICE_PICKS.map(({ service }) => service).sort()).toEqual(Object.keys(words.ServiceKind).sort());
  });

  it("is nothing without Alt, with Ctrl, beyond six, or on the number pad, where Windows types characters with Alt", () => {
    const pick = vi.fn();
    render(<Screen pick={pick} />);
    press("Numpad4");
    press("Digit1", { altKey: false });
    press("Digit1", { ctrlKey: true });
    press("Digit7");
    press("KeyA");
    expect(pick).not.toHaveBeenCalled();
  });

  it("picks from anywhere on the page, but only what may be picked, and nothing while the desk is locked", () => {
    const pick = vi.fn();
    render(<Screen pick={pick} among={["repair", "leak_detection"]} />);
    press("Digit2");
    expect(pick).toHaveBeenCalledExactlyOnceWith("leak_detection");
    press("Digit5");
    document.body.classList.add("locked");
    press("Digit1");
    document.body.classList.remove("locked");
    expect(pick).toHaveBeenCalledOnce();
  });
});

describe("another service picked", () => {
  it("keeps what was typed in common, and the answers to both", () => {
    const typed = { ...createIntakeDraft("repair"), name: "示例用户", phone: "12000000000" };
    const repair = { ...typed, asked: { ...SERVICE_QUESTIONS.repair.begin(), situation: "厨房漏水" } };
    const leak = switchService(repair, "leak_detection");
    expect(leak).toMatchObject({ name: "示例用户", phone: "12000000000", asked: { kind: "leak_detection" } });
    const back = switchService({ ...leak, asked: { ...SERVICE_QUESTIONS.leak_detection.begin(), since: "上月" } }, "repair");
    expect(back.asked).toMatchObject({ kind: "repair", situation: "厨房漏水" });
    expect(switchService(back, "leak_detection").asked).toMatchObject({ since: "上月" });
  });

  it("moves the way it came by along only if nobody chose one", () => {
    expect(switchService(createIntakeDraft("repair"), "reminder").channel).toBe("employee");
    expect(switchService({ ...createIntakeDraft("repair"), channel: "department" }, "reminder").channel).toBe("department");
  });

  it("does not send a household with an event or an outage", () => {
    const event = switchService({ ...createIntakeDraft(), customer: 3, account_number: "10001", name: "示例用户" }, "community");
    expect(toIntakeRequest(event)).toMatchObject({ customer: null, account_number: "", name: "示例用户" });
  });

  it("sends every field of every service, and no suggestion with the plan", () => {
    for (const service of Object.keys(SERVICE_QUESTIONS) as (keyof typeof SERVICE_QUESTIONS)[]) {
      expect(Object.values(toIntakeRequest(createIntakeDraft(service)).asked), service).not.toContain(undefined);
    }
    const planned = SERVICE_QUESTIONS.community.send({ ...SERVICE_QUESTIONS.community.begin(), origin: "annual_plan", suggested_by: "示例员工" });
    expect(planned.suggested_by).toBe("");
  });
});

describe("the places of an outage", () => {
  it("are read from lines and from a sheet", () => {
    const all: OutagePlace[] = [
      { community: "示例小区", building: "3 号楼", households: 60 },
      { community: "乙小区", building: "", households: 300 },
    ];
    expect(parsePlaces("示例小区,3 号楼,60\n乙小区，，300户\n")).toEqual({ places: all, bad: [] });
    expect(parsePlaces("小区\t楼栋\t户数\r\n示例小区\t3 号楼\t60\r\n乙小区\t\t300\r\n")).toEqual({ places: all, bad: [] });
    expect(parsePlaces("乙小区\t1,200").places).toEqual([{ community: "乙小区", building: "", households: 1200 }]);
  });

  it("hand back what cannot be read", () => {
    const { places, bad } = parsePlaces("甲小区,1 号楼,六十\n甲小区,2 号楼,50\n,3 号楼,5\n甲小区,4 号楼,1,5");
    expect(places).toEqual([{ community: "甲小区", building: "2 号楼", households: 50 }]);
    expect(bad).toEqual(["甲小区,1 号楼,六十", ",3 号楼,5", "甲小区,4 号楼,1,5"]);
  });

  it("do not take a name for rows", () => {
    expect(hasPlaceRows("示例小区")).toBe(false);
    expect(hasPlaceRows("示例小区，东区")).toBe(false);
    expect(hasPlaceRows("示例小区,1 号楼,20")).toBe(true);
  });

  it("leave out rows nobody typed into", () => {
    expect(isBlankPlaceRow({ community: " ", households: null })).toBe(true);
    expect(toPlaces([{}, { community: " 甲 ", households: 3 }, null])).toEqual([{ community: "甲", building: "", households: 3 }]);
  });

  it("are held against the thresholds: hours begun, all households, the largest community", () => {
    const places = [
      { community: "甲", building: "1", households: 60 },
      { community: "甲", building: "2", households: 60 },
      { community: "乙", building: "", households: 300 },
    ];
    const limits = { hours: 24, households: 500, dense: 300 };
    const verdicts = judgeThresholds(places, 0, 23 * 3_600_000 + 1, limits);
    expect(verdicts.map(({ is, met }) => [is, met])).toEqual([
      [24, true],
      [420, false],
      [300, true],
    ]);
    expect(countHouseholds(places)).toBe(420);
    expect(judgeThresholds([], null, 5, limits).every(({ met }) => !met)).toBe(true);
  });

  function Rows({ seen }: { seen: (places: unknown) => void }) {
    const [form] = Form.useForm();
    return (
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false, enabled: false } } })}>
        <Form form={form} initialValues={{ places: [{}] }} onFinish={(values: { places: unknown }) => seen(values.places)}>
          <PlaceRows name={["places"]} />
          <button type="submit">存</button>
        </Form>
      </QueryClientProvider>
    );
  }

  it("fill rows when lines are pasted, and Enter begins the next row", async () => {
    const seen = vi.fn();
    render(<Rows seen={seen} />);
    fireEvent.paste(screen.getByLabelText("小区 1"), {
      clipboardData: { getData: () => "甲小区\t1 号楼\t60\n甲小区\t2 号楼\t48" },
    });
    expect(await screen.findByLabelText("楼栋 2")).toHaveProperty("value", "2 号楼");
    fireEvent.keyDown(screen.getByLabelText("户数 2"), { key: "Enter" });
    expect(await screen.findByLabelText("小区 3")).toBeTruthy();
    fireEvent.click(screen.getByText("存"));
    await vi.waitFor(() => expect(seen).toHaveBeenCalledOnce());
    expect(toPlaces(seen.mock.calls[0]?.[0])).toEqual([
      { community: "甲小区", building: "1 号楼", households: 60 },
      { community: "甲小区", building: "2 号楼", households: 48 },
    ]);
  });
});
