// A desk never started before: the administrator is made once, and only once.
import { expect, test } from "@playwright/test";
import { NEW } from "../playwright.config";
import { call, drawer, enter, go, now, picture } from "./desk";

test("the first start makes the administrator", async ({ page }) => {
  await page.goto(NEW);
  await expect(page.getByText("首次启动")).toBeVisible();
  await page.getByLabel("管理员姓名").fill("示例管理员");
  await page.getByLabel("密码（至少 8 位）").fill("short");
  await page.getByLabel("再输一次密码").fill("shorter");
  await page.getByRole("button", { name: "建立管理员并进入" }).click();
  await expect(page.getByText("两次输入的密码不一样，请重新输入。")).toBeVisible();
  await page.getByLabel("再输一次密码").fill("short");
  await page.getByRole("button", { name: "建立管理员并进入" }).click();
  await expect(page.getByText(/密码至少 8 位，且不能与姓名相同/)).toBeVisible();
  await picture(page, "first-start");
  await page.getByLabel("密码（至少 8 位）").fill("Example-2026");
  await page.getByLabel("再输一次密码").fill("Example-2026");
  await page.getByRole("button", { name: /建立管理员并进入/ }).click();
  await expect(page.getByRole("menuitem", { name: "人员" })).toBeVisible();
  await expect(page.getByText("演示数据")).toHaveCount(0);
  const again = await call<{ code?: string }>(page, "person_first", { name: "另一位", password: "Example-2026" });
  expect(again.code).toBe("already_started");
});

test("the first signature makes the key, which asks for a passphrase where the computer keeps none", async ({ page }) => {
  test.setTimeout(90_000);
  await enter(page, "示例管理员", "Example-2026", NEW);
  const roles = ["agent", "dispatcher", "engineer", "inspector", "repairer", "lab", "manager", "admin", "auditor"];
  await call(page, "person_add", { name: "示例全岗", password: "Example-2026", roles });
  await enter(page, "示例全岗", "Example-2026", NEW);
  type View = { ticket: { id: number; version: number; terms: object }; moves: string[] };
  const asked = { kind: "repair", meter_side: "after", fault: "leak", situation: "卫生间水管漏水", materials_told: true };
  const at = (await now(page)) - 60_000;
  const open = { received_at: at, channel: "hotline", name: "示例用户", phone: "12000000000", address: "示例路 1 号", area: "urban", asked };
  let { value } = await call<{ value: View }>(page, "ticket_open", { open });
  const take = async (name: string, details: object) => {
    const { id, version } = value.ticket;
    ({ value } = await call<{ value: View }>(page, name, { ticket: id, version, details }));
  };
  // By night an arrangement comes first; the clock of this desk is the computer's.
  const soon = at + 3_600_000;
  if (value.moves.includes("arrange")) await take("ticket_arrange", { crew: "室内维修一班", goes: "某人", planned_at: soon, told: "稍后到" });
  await take("ticket_hand_over", { taken_by: "示例调度" });
  if (!value.moves.includes("arrive")) await take("ticket_assign", { crew: "室内维修一班" });
  await take("ticket_arrive", {});
  await take("ticket_finish", { found: "接头漏水", done: "更换接头", workers: [{ name: "某人", minutes: 30 }], materials: [] });

  await page.goto(`${NEW}/#/ticket/${value.ticket.id}`);
  await page.getByRole("button", { name: "签字确认", exact: true }).click();
  const form = drawer(page);
  await form.getByText("拒签", { exact: true }).click();
  await form.getByLabel("原因", { exact: false }).first().fill("不愿签字");
  await form.getByLabel("见证人", { exact: false }).first().fill("示例物业");
  await form.getByRole("button", { name: /确认并封存$/ }).click();
  const dialog = page.getByRole("dialog", { name: "为封存密钥设置口令" });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel(/^口令/).fill("太短");
  await dialog.getByRole("button", { name: "设置口令" }).click();
  await expect(dialog.getByText("口令至少 12 个字。")).toBeVisible();
  await dialog.getByLabel(/^口令/).fill("示例密钥口令一二三四五六");
  await dialog.getByLabel("再输入一次").fill("示例密钥口令一二三四五六");
  await picture(page, "key-passphrase");
  await dialog.getByRole("button", { name: "设置口令" }).click();
  await expect(dialog).toHaveCount(0);
  // What was being recorded is still there.
  await form.getByRole("button", { name: /确认并封存$/ }).click();
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await go(page, "设置与日历");
  await page.getByRole("tab", { name: "封存密钥" }).click();
  await expect(page.getByText("可以封存")).toBeVisible();
  await expect(page.getByRole("button", { name: "导出保管" })).toBeEnabled();
});
