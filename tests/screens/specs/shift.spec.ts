// 交接班 on the workbench: what was left is read by the next one, and what others did is told until it was seen.
import { expect, test, type Page } from "@playwright/test";
import { DAY } from "../playwright.config";
import { PASSWORD, call, enter, go, picture } from "./desk";

const NEXT = "接班客服";

async function nextAgent(page: Page) {
  const added = await call<{ code?: string }>(page, "person_add", { name: NEXT, password: PASSWORD, roles: ["agent", "dispatcher"] });
  return added;
}

test("a note is left, read by key, and its writer sees by whom; what was done meanwhile is told once", async ({ page }) => {
  test.setTimeout(120_000);
  await enter(page, "admin", PASSWORD, DAY);
  await nextAgent(page);
  // The one who comes for the first time has nothing to catch up on.
  await enter(page, NEXT, PASSWORD, DAY);
  await expect(page.getByRole("heading", { name: "工作台" })).toBeVisible();
  await expect(page.getByText("办理中的工单")).toBeVisible();
  await expect(page.getByRole("region", { name: "自上次查看以来" })).toHaveCount(0);
  await expect.poll(async () => (await call<{ values: { seen?: number } }>(page, "kept_get", {})).values.seen).toBeGreaterThan(0);

  await enter(page, "admin", PASSWORD, DAY);
  await go(page, "工作台");
  await page.getByRole("button", { name: "交接班记录" }).click();
  await page.getByRole("button", { name: "留给下一班" }).click();
  await expect(page.getByText("请填写要留给下一班的内容。")).toBeVisible();
  await page.getByLabel(/^交班事项/).fill("一班车辆送修，下午由二班出车");
  await page.getByRole("button", { name: "留给下一班" }).click();
  await expect(page.getByText("已留给下一班")).toBeVisible();
  await page.keyboard.press("Escape");
  const { rows } = await call<{ rows: { id: number; number: string; version: number }[] }>(page, "ticket_list", { service: "repair", only_open: true, limit: 2 });
  for (const { id } of rows) {
    const { ticket } = await call<{ ticket: { version: number } }>(page, "ticket_get", { ticket: id });
    await call(page, "ticket_note", { ticket: id, version: ticket.version, performed_by: null, happened_at: null, details: { note: "用户下午在家" } });
  }
  // What one did oneself is no news.
  await page.reload();
  await expect(page.getByText("办理中的工单")).toBeVisible();
  await expect(page.getByRole("region", { name: "交接事项" })).toHaveCount(0);

  await enter(page, NEXT, PASSWORD, DAY);
  const left = page.getByRole("region", { name: "交接事项" });
  await expect(left).toContainText("一班车辆送修，下午由二班出车");
  const news = page.getByRole("region", { name: "自上次查看以来" });
  await expect(news).toContainText("其他人办理了 2 张工单");
  await expect(news.getByRole("link", { name: rows[0]!.number })).toHaveAttribute("href", `#/ticket/${rows[0]!.id}`);
  await picture(page, "board-since");
  await page.keyboard.press("h");
  await expect(left).toHaveCount(0);
  await page.keyboard.press("r");
  await expect(news).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("办理中的工单")).toBeVisible();
  await expect(news).toHaveCount(0);
  await expect(left).toHaveCount(0);

  await enter(page, "admin", PASSWORD, DAY);
  await page.getByRole("button", { name: "交接班记录" }).click();
  await expect(page.getByLabel(/^交班事项/)).toHaveValue("");
  await page.getByText("以前留下的交接事项").click();
  // Other notes may have been left before.
  const note = page.getByRole("dialog").getByRole("listitem").filter({ hasText: "一班车辆送修，下午由二班出车" });
  await expect(note.getByText(new RegExp(`已阅：${NEXT}`))).toBeVisible();
  await picture(page, "shift-left");
});
