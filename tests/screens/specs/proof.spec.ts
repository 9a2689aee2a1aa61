// What an exported acknowledgement proves, shown to whoever asks at the desk; and the key it stands on.
import { expect, test, type Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { DAY } from "../playwright.config";
import { PASSWORD, call, enter, go, picture } from "./desk";

async function proves(page: Page, name: string, buffer: Buffer) {
  await page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/pdf", buffer });
}

test("an exported acknowledgement is genuine, and a changed one is not", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const signed = await call<{ rows: { ticket: number; number: string }[] }>(page, "acknowledgement_list", { way: "on_screen" });
  const { ticket, number } = signed.rows[0]!;
  await page.goto(`${DAY}/#/ticket/${ticket}`);
  const save = async (item: string) => {
    await page.getByRole("button", { name: /打印/ }).click();
    const saved = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: item }).click();
    return readFile(await (await saved).path());
  };
  const pdf = await save("用户签字确认单");
  const bundle = await save("签字证据包");
  expect(bundle.subarray(0, 2).toString()).toBe("PK");

  await go(page, "签字记录");
  await page.getByText("查验", { exact: true }).click();
  await proves(page, "确认单.pdf", pdf);
  await expect(page.getByText("真实有效，与封存时完全一致")).toBeVisible();
  await expect(page.getByText(number, { exact: true })).toBeVisible();
  await picture(page, "prove");
  const changed = Buffer.from(pdf);
  changed[Math.floor(pdf.length / 3)]! ^= 1;
  await proves(page, "改动.pdf", changed);
  await expect(page.getByText("已被改动", { exact: true })).toBeVisible();
  await proves(page, "便条.pdf", Buffer.from("便条"));
  await expect(page.getByText("不是可以读取的 PDF 文件")).toBeVisible();

  // An anchor of another journal, and one that is none.
  await page.getByLabel("锚点").fill("1-0000-0000-0000");
  await page.getByRole("button", { name: /核\s?对/ }).click();
  await expect(page.getByText(/与锚点不符/)).toBeVisible();
  await page.getByLabel("锚点").fill("随便写的");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/锚点应写成/)).toBeVisible();
  await page.getByRole("button", { name: "开始校验" }).click();
  await expect(page.getByText(/校验通过/)).toBeVisible();
});

test("the key is shown, and says that a demo's proves nothing", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await go(page, "设置与日历");
  await page.getByRole("tab", { name: "封存密钥" }).click();
  await expect(page.getByText("演示密钥，不能作为凭据")).toBeVisible();
  await expect(page.getByText("首次启用")).toBeVisible();
  await expect(page.getByText("前一密钥已丢失")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "启用新密钥" })).toHaveCount(0);
  await picture(page, "keys");
});
