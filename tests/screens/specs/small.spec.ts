// A screen of 1366 points at 150 %: 911 of the desk's own. Everything is reached, no label covers its field.
import { expect, test } from "@playwright/test";
import { DAY } from "../playwright.config";
import { PASSWORD, call, enter, picture, still } from "./desk";

test.use({ viewport: { width: 911, height: 480 } });

test("a report is taken, and its ticket read, on a scaled screen", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  for (const service of ["repair", "reminder", "leak_detection", "water_quality", "community", "emergency_water"]) {
    await page.goto(`${DAY}/#/intake?service=${service}`);
    await expect(page.getByRole("button", { name: "保存并生成工单" })).toBeInViewport();
    await still(page);
    const { covering, wide } = await page.evaluate(() => {
      const main = document.querySelector("main")!;
      const items = [...document.querySelectorAll<HTMLElement>(".triple .ant-form-item")];
      const covers = (item: HTMLElement) => {
        const [label, field] = [".ant-form-item-label", ".ant-form-item-control"].map((part) => item.querySelector(part)?.getBoundingClientRect());
        return label && field && (label.bottom > field.top + 1 || label.height > 32);
      };
      return { covering: items.filter(covers).map(({ innerText }) => innerText), wide: main.scrollWidth - main.clientWidth };
    });
    expect(covering, service).toEqual([]);
    expect(wide, service).toBeLessThanOrEqual(0);
  }
  const { rows } = await call<{ rows: { id: number; phone: string }[] }>(page, "ticket_list", { service: "repair", only_open: true, limit: 1 });
  await page.goto(`${DAY}/#/ticket/${rows[0]!.id}`);
  const phone = page.locator("main").getByText(rows[0]!.phone, { exact: true }).first();
  await phone.scrollIntoViewIfNeeded();
  expect((await phone.boundingBox())!.height).toBeLessThan(48);
  await picture(page, "small");
});
