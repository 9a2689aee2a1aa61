import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { Form } from "antd";
import { describe, expect, it } from "vitest";
import type { Snippet } from "../../gen/wire";
import { SnippetSubjectProvider, SnippetArea } from "./snippet-area";
import { findSnippetKey, fillSnippet, findMatchingSnippets, insertSnippet } from "./snippet-text";

const ALL: Snippet[] = [
  { key: "lsgb", text: "楼上关闭" },
  { key: "lsg", text: "已请用户先关闭入户阀门。" },
  { key: "xdh", text: "请先致电{姓名}，电话{电话}，户号{户号}。" },
];

describe("an abbreviation", () => {
  it("is what stands between a stroke and the caret, whichever stroke an input method makes", () => {
    expect(findSnippetKey("厨房漏水/lsg", 8)).toBe("lsg");
    expect(findSnippetKey("厨房漏水/lsg", 6)).toBe("l");
    expect(findSnippetKey("／xdh", 4)).toBe("xdh");
    expect(findSnippetKey("厨房、xdh", 6)).toBe("xdh");
    expect(findSnippetKey("厨房、", 3)).toBeNull();
    expect(findSnippetKey("/ 漏水", 4)).toBeNull();
  });

  it("finds the one exactly meant first", () => {
    expect(findMatchingSnippets(ALL, "lsg").map(({ key }) => key)).toEqual(["lsg", "lsgb"]);
    expect(findMatchingSnippets(ALL, "LSGB").map(({ key }) => key)).toEqual(["lsgb"]);
    expect(findMatchingSnippets(ALL, "24")).toEqual([]);
  });

  it("becomes a text about whoever calls, with a gap for what is not known", () => {
    expect(fillSnippet("请先致电{姓名}，电话{电话}，户号{户号}。", { name: "示例用户", phone: " 12000000000 " })).toBe("请先致电示例用户，电话12000000000，户号＿＿。");
    expect(insertSnippet("前/lsg后", 5, "文字")).toEqual({ text: "前文字后", caret: 3 });
  });
});

function Area() {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  client.setQueryData(["settings", "settings_get", {}], { settings: { snippets: ALL } });
  return (
    <QueryClientProvider client={client}>
      <Form>
        <SnippetSubjectProvider value={{ name: "示例用户", phone: "12000000000", account_number: "10001" }}>
          <Form.Item name="words" label="说明">
            <SnippetArea />
          </Form.Item>
        </SnippetSubjectProvider>
      </Form>
    </QueryClientProvider>
  );
}

describe("the field", () => {
  const type = (text: string) => fireEvent.change(screen.getByLabelText("说明"), { target: { value: text } });
  const press = (key: string, more = {}) => fireEvent.keyDown(screen.getByLabelText("说明"), { key, ...more });
  const text = () => (screen.getByLabelText("说明") as HTMLTextAreaElement).value;

  it("puts the text in with Tab, and leaves Tab alone else", () => {
    render(<Area />);
    type("厨房漏水。/lsg");
    expect(screen.getByRole("listbox")).toBeTruthy();
    expect(press("Tab")).toBe(false);
    expect(text()).toBe("厨房漏水。已请用户先关闭入户阀门。");
    expect(press("Tab")).toBe(true);
    // A stroke alone is a stroke.
    type("和/");
    const marked = () => screen.queryByRole("option", { selected: true })?.textContent;
    expect(marked()).toBeUndefined();
    expect(press("Tab")).toBe(true);
    expect(press("Enter")).toBe(true);
    expect(text()).toBe("和/");
    // The first ↓ marks the first, the first ↑ the last.
    press("ArrowUp");
    expect(marked()).toMatch(/^\/lsgb/);
    press("ArrowDown");
    expect(marked()).toMatch(/^\/lsg已/);
    expect(press("Enter")).toBe(false);
    expect(text()).toBe("和已请用户先关闭入户阀门。");
  });

  it("chooses by arrows and Enter, and not while an input method composes", () => {
    render(<Area />);
    type("/ls");
    expect(press("Enter", { isComposing: true })).toBe(true);
    press("ArrowDown");
    press("Enter");
    expect(text()).toBe("楼上关闭");
    type("/x");
    fireEvent.mouseDown(screen.getByText("/xdh"));
    expect(text()).toBe("请先致电示例用户，电话12000000000，户号10001。");
  });

  it("has its caret behind the text before the next key is heard", async () => {
    render(<Area />);
    const field = screen.getByLabelText("说明") as HTMLTextAreaElement;
    type("厨房漏水。/lsg后面");
    field.setSelectionRange(9, 9);
    fireEvent.change(field, { target: { value: "厨房漏水。/lsgb后面", selectionStart: 10, selectionEnd: 10 } });
    press("Tab");
    expect(field.value).toBe("厨房漏水。楼上关闭后面");
    expect(field.selectionStart).toBe(9);
    // Typed on at once: nothing moves the caret afterwards.
    field.setRangeText("接着写", 9, 9, "end");
    fireEvent.input(field);
    await new Promise((over) => setTimeout(over, 20));
    expect(field.selectionStart).toBe(12);
    expect(field.value).toBe("厨房漏水。楼上关闭接着写后面");
  });

  it("closes the list by Escape, and keeps what was typed", () => {
    render(<Area />);
    type("/lsg");
    press("Escape");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(press("Tab")).toBe(true);
    expect(text()).toBe("/lsg");
  });
});
