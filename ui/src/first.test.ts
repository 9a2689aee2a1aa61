import { readFileSync } from "node:fs";
import { theme as antd } from "antd";
import { expect, it } from "vitest";
import { buildTheme } from "./shared/look/theme";

const css = readFileSync("src/first.css", "utf8");
/** The variables of one rule. */
const rule = (selector: string) => {
  const at = css.indexOf(`:where(${selector}) {`);
  if (at < 0) throw new Error(selector);
  return [...css.slice(at, css.indexOf("}", at)).matchAll(/--ant-([a-z0-9-]+): ([^;]+);/g)].map(([, name = "", value = ""]) => [name, value] as const);
};
const plain = (value: unknown) => String(value).replaceAll(/\s/g, "").replaceAll('"', "'");

it.each([
  ["html", { dark: false, size: "standard" }],
  ['html[data-look="dark"]', { dark: true, size: "standard" }],
  ['html[data-size="large"]', { dark: false, size: "large" }],
  ['html[data-size="largest"]', { dark: false, size: "largest" }],
] as const)("what stands before the library looks as it does with it: %s", (selector, look) => {
  const token = antd.getDesignToken(buildTheme({ ...look, compact: false })) as unknown as Record<string, unknown>;
  const found = rule(selector);
  expect(found.length).toBeGreaterThan(3);
  for (const [name, value] of found) {
    // The button's letters are said in the theme itself.
    if (name === "button-primary-color") continue;
    const key = name.replaceAll(/-([a-z])|-(\d)/g, (_, letter?: string, digit?: string) => letter?.toUpperCase() ?? digit ?? "").replace(/Sm$/, "SM");
    const wanted = typeof token[key] === "number" ? `${token[key]}px` : token[key];
    expect(`${name}: ${plain(value)}`).toBe(`${name}: ${plain(wanted)}`);
  }
});
