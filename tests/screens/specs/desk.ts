// What every spec of a screen begins with.
import { expect, type Page } from "@playwright/test";
import { NIGHT } from "../playwright.config";

/** Where pictures go; `PICTURES=../../docs/screens` renews those of the manual. */
const PICTURES = process.env.PICTURES ?? "test-results/pictures";

export const PASSWORD = "Demo-2026";

/** Signs in; the demo's administrator holds every role. */
export async function enter(page: Page, name = "admin", password = PASSWORD, desk = NIGHT) {
  await page.goto(desk);
  await page.evaluate(() =>
    fetch("/call", { method: "POST", body: JSON.stringify({ name: "person_sign_out", request: {} }) }),
  );
  await page.goto(desk);
  await page.getByLabel("姓名").fill(name);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page.getByRole("button", { name: "锁屏" })).toBeVisible();
}

export async function go(page: Page, place: string) {
  await page.getByRole("menuitem", { name: place }).click();
}

/** The picture for the manual, in the size of the smallest screen the desk is made for. */
export async function picture(page: Page, name: string) {
  // Messages that fade and drawers that slide are waited for, so that no picture shows half of one.
  await expect(page.locator(".ant-message-notice")).toHaveCount(0, { timeout: 8000 });
  await page.waitForTimeout(700);
  await page.screenshot({ path: `${PICTURES}/${name}.png` });
}

/** Calls the program as the page would. */
export async function call<T>(page: Page, name: string, request: unknown): Promise<T> {
  return page.evaluate(
    async ([name, request]) => {
      const answer = await fetch("/call", { method: "POST", body: JSON.stringify({ name, request }) });
      return (await answer.json()) as never;
    },
    [name, request] as const,
  );
}

/** The desk's time, in milliseconds. */
export async function now(page: Page): Promise<number> {
  return (await call<{ now: number }>(page, "desk_state", {})).now;
}
