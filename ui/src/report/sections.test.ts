import { expect, it } from "vitest";
import { choose, chosen, move, SECTIONS, toggle } from "./sections";

it("shows what is in first, in its order, and loses nothing", () => {
  const rows = choose(["overdue", "summary"]);
  expect(chosen(rows)).toEqual(["overdue", "summary"]);
  expect(rows.map(({ section }) => section).sort()).toEqual([...SECTIONS].sort());
});

it("moves and switches", () => {
  const rows = choose(["summary", "overall", "trend"]);
  expect(chosen(move(rows, "overall", -1))).toEqual(["overall", "summary", "trend"]);
  expect(move(rows, "summary", -1)).toBe(rows);
  expect(chosen(toggle(rows, "overall"))).toEqual(["summary", "trend"]);
  expect(chosen(toggle(toggle(rows, "overall"), "overall"))).toEqual(["summary", "overall", "trend"]);
});
