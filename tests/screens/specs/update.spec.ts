// 安装更新: a signed file is checked, the data backed up and the installer got ready. And a clock that was set back.
import { resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { call, enter, go, picture, wear } from "./desk";

const made = (name: string) => resolve("../update", name);

test("a signed file is looked at, asked for once and got ready", async ({ page }) => {
  await enter(page);
  await go(page, "设置与日历");
  await page.getByRole("tab", { name: "备份与更新" }).click();
  const path = page.getByLabel("更新文件");
  const check = page.getByRole("button", { name: "核对更新文件" });
  await check.click();
  await expect(page.getByText("请选择或填写更新文件。")).toBeVisible();
  for (const [file, says] of [
    ["not there.exe", "更新文件不能读取"],
    ["test.pub", "更新文件没有签名"],
    ["Other-999.0.0.exe", "这不是延伸服务台的更新文件"],
  ] as const) {
    await path.fill(made(file));
    await path.press("Enter");
    await expect(page.getByText(says)).toBeVisible();
    await expect(page.getByRole("button", { name: "安装更新" })).toHaveCount(0);
  }
  await path.fill(made("Yanshen-999.0.0-x64.exe"));
  await check.click();
  const { version } = await call<{ version: string }>(page, "desk_state", {});
  await expect(page.getByRole("row", { name: `现在的版本 ${version} 文件的版本 999.0.0 签名 有效` })).toBeVisible();
  await picture(page, "update");
  // Another path is another file: what was found goes.
  await path.press("End");
  await path.pressSequentially("x");
  await expect(page.getByText("999.0.0", { exact: true })).toHaveCount(0);
  await path.press("Backspace");
  await path.press("Enter");
  await page.getByRole("button", { name: "安装更新" }).click();
  const asked = page.getByRole("dialog");
  await expect(asked.getByText("安装版本 999.0.0？").last()).toBeVisible();
  await picture(page, "update-asked");
  await asked.getByRole("button", { name: /安\s?装/ }).click();
  await expect(page.getByText(/数据已备份到 .*desk\.db\.before-update-20261124-\d{6}，正在启动安装程序/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("button", { name: "安装更新" })).toHaveCount(0);
  await expect(check).toBeDisabled();
  await picture(page, "update-ready");
});

test("a clock that was set back is said before signing in and above every page", async ({ page }) => {
  // As on a computer whose clock was set back by a day: the core tells of it (tests/journeys/tests/clock_set_back.rs).
  await page.addInitScript(() => {
    const fetched = window.fetch.bind(window);
    window.fetch = async (...asked) => {
      const answer = await fetched(...asked);
      const reply = (await answer.clone().json().catch(() => null)) as unknown;
      // Two answers come in one where somebody signs in.
      const states = ([reply].flat() as ({ clock_behind?: number | null; now: number } | null)[]).filter((one) => one?.clock_behind === null);
      if (states.length === 0) return answer;
      for (const one of states) if (one) one.clock_behind = one.now + 86_400_000;
      return new Response(JSON.stringify(reply), { status: answer.status });
    };
  });
  await page.goto("/");
  await call(page, "person_sign_out", {});
  await page.reload();
  const says = page.getByRole("alert").filter({ hasText: /电脑时间（2026-11-24 0\d:\d\d）早于最近一条记录（2026-11-25 0\d:\d\d），请校准/ });
  await expect(says).toBeVisible();
  await picture(page, "clock-behind-sign-in");
  await enter(page);
  await expect(says).toBeVisible();
  await go(page, "工单列表");
  await expect(says).toBeVisible();
  await picture(page, "clock-behind");
  await wear(page, { scheme: "dark" });
  await picture(page, "clock-behind-dark");
});
