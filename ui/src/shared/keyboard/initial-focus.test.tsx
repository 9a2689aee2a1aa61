import { beforeEach, describe, expect, it } from "vitest";
import { focusFirstField } from "./initial-focus";

function place(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}

describe("a form that has just opened", () => {
  beforeEach(() => {
    document.body.innerHTML = `<button>别处</button><div><textarea></textarea><input /></div>`;
  });

  it("waits for the keyboard in its first field", () => {
    place("button").focus();
    focusFirstField(place("div"));
    expect(document.activeElement).toBe(place("textarea"));
  });

  it("waits after what was filled in for it", () => {
    focusFirstField(place("div"), 1);
    expect(document.activeElement).toBe(place("input"));
  });

  it("waits at the chosen one of several, or at the first", () => {
    const several = place("div");
    several.innerHTML = `<p role="radiogroup"><input type="radio" name="a" /><input type="radio" name="a" id="second" /></p>`;
    focusFirstField(several);
    expect(document.activeElement).toBe(place("input"));
    place("button").focus();
    (place("#second") as HTMLInputElement).checked = true;
    focusFirstField(several);
    expect(document.activeElement).toBe(place("#second"));
  });

  it("waits at its button where nothing is typed first", () => {
    const fields = place("div");
    fields.innerHTML = `<input type="file" hidden /><button id="choose">选择文件</button>`;
    focusFirstField(fields, 0, "button");
    expect(document.activeElement).toBe(place("#choose"));
  });

  it("leaves whoever has begun to type where they are", () => {
    place("input").focus();
    focusFirstField(place("div"));
    expect(document.activeElement).toBe(place("input"));
  });

  it("may be gone already", () => {
    expect(() => focusFirstField(null)).not.toThrow();
  });
});
