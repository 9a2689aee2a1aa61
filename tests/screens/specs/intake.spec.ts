// A call taken without the mouse: found, known, merged, kept, read out.
import { expect, test, type Page } from "@playwright/test";
import { DAY } from "../playwright.config";
import { PASSWORD, call, drawer, enter, picture, places } from "./desk";
import { Hand } from "./keyboard";

interface Customer {
  id: number;
  household: { name: string; phones: string[]; account_number: string; address: string };
}

const number = (page: Page) => page.getByTestId("taken-number");
const digits = (phone: string) => phone.slice(-4);

/** A household whose last digits of the phone are its own. */
async function household(page: Page, nth: number): Promise<Customer["household"]> {
  const homes = await call<Customer[]>(page, "customer_find", { text: "小区" });
  const own: Customer[] = [];
  for (const home of homes) {
    const same = await call<Customer[]>(page, "customer_find", { text: digits(home.household.phones[0]!) });
    if (same.length === 1) own.push(home);
  }
  return own[nth]!.household;
}

/** Finds it, with the keyboard alone, and waits until the keyboard stands in the first question. */
async function find(page: Page, hand: Hand, home: Customer["household"]) {
  await hand.press("F2");
  await expect(page.getByLabel("查找用户")).toBeFocused();
  await hand.type(digits(home.phones[0]!));
  await hand.press("Enter");
  await expect(page.getByLabel("用户姓名")).toHaveValue(home.name);
  await expect(page.getByLabel("情况说明")).toBeFocused();
}

test("what was typed to find somebody who is in no file is not typed again", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await page.keyboard.press("F2");
  await expect(page.getByLabel("查找用户")).toBeFocused();
  await page.keyboard.type("1209999000");
  await expect(page.getByText("没有找到。按回车在下面登记，已输入的内容会带过去。")).toBeVisible();
  // As fast as the keys go: Enter does not wait for the answer.
  await page.keyboard.type("1");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("用户姓名")).toBeFocused();
  await expect(page.getByLabel("联系电话")).toHaveValue("12099990001");
  await expect(page.getByLabel("查找用户")).toHaveValue("");

  // Looking once more writes over nobody.
  await page.keyboard.type("演示来电");
  await page.getByLabel("查找用户").focus();
  await page.keyboard.type("没有这个地方九号楼");
  await expect(page.getByText("没有找到。按回车在下面登记。"), "and promises nothing it does not keep").toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("详细地址")).toBeFocused();
  await expect(page.getByLabel("详细地址")).toHaveValue("");
  await expect(page.getByLabel("查找用户"), "and loses nothing").toHaveValue("没有这个地方九号楼");
  await expect(page.getByLabel("联系电话")).toHaveValue("12099990001");
});

test("a call from a known household needs fewer than forty strokes and no mouse", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await enter(page, "admin", PASSWORD, DAY);
  const home = await household(page, 0);
  await page.goto(`${DAY}/#/tickets`);
  await page.evaluate(() => window.addEventListener("mousedown", () => document.body.setAttribute("data-mouse", "used")));
  await expect(places(page).filter({ hasText: "来电受理" })).toContainText("F2");

  const hand = new Hand(page);
  await find(page, hand, home);
  await hand.write([
    ["厨房", "chufang"],
    ["水管", "shuiguan"],
    ["漏水", "loushui"],
  ]);
  await picture(page, "intake-keys");
  await hand.press("Control+Enter");
  await expect(number(page)).toHaveText(/^WX\d{10}$/);
  expect(hand.strokes).toBeLessThan(40);

  // The number fills the eye, is copied in one piece, and the next step waits for Enter.
  expect(await number(page).evaluate((line) => parseFloat(getComputedStyle(line).fontSize))).toBeGreaterThanOrEqual(56);
  await expect(page.getByRole("button", { name: "转派生调部" })).toBeFocused();
  await page.keyboard.press("c");
  await expect(page.getByRole("button", { name: /已复制/ })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await number(page).textContent());
  await expect(page.getByText(/前修好并回复您/)).toContainText("明天");
  await picture(page, "taken-large");

  // The next call: a new report, and not the last one's number.
  await page.keyboard.press("F2");
  await expect(page.getByLabel("查找用户")).toBeFocused();
  await expect(page.getByLabel("用户姓名")).toHaveValue("");
  expect(await page.locator("body").getAttribute("data-mouse")).toBeNull();
});

test("the household's tickets stand beside it, from the arrows on; an open one is urged by a key", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const hand = new Hand(page);
  const home = await household(page, 1);
  await find(page, hand, home);
  await page.keyboard.insertText("卫生间漏水");
  await page.keyboard.press("Control+Enter");
  await expect(number(page)).toHaveText(/^WX/);
  const first = (await number(page).textContent())!;

  await page.keyboard.press("F2");
  await expect(page.getByLabel("查找用户")).toBeFocused();
  await page.keyboard.type(digits(home.phones[0]!));
  const known = page.locator(".known");
  await expect(known).toContainText(`${home.name}的工单`);
  await expect(known.getByRole("link", { name: first })).toBeVisible();
  await picture(page, "intake-looked");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("情况说明")).toBeFocused();
  await expect(known).toContainText("近 7 天有 1 张相近的工单");

  await page.keyboard.press("Alt+u");
  await expect(drawer(page).getByLabel("用户催促的内容")).toBeFocused();
  await page.keyboard.insertText("用户再次来电，请尽快上门");
  await picture(page, "intake-urge");
  await page.keyboard.press("Control+Enter");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  const list = await call<{ rows: { number: string; urges: number }[] }>(page, "ticket_list", { text: first });
  expect(list.rows[0]).toMatchObject({ number: first, urges: 1 });
  // The report itself is still there.
  await expect(page.getByLabel("用户姓名")).toHaveValue(home.name);
});

test("the same matter again is merged by one key, into the one that is marked", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const hand = new Hand(page);
  const home = await household(page, 2);
  const numbers: string[] = [];
  for (const what of ["厨房漏水", "阳台漏水"]) {
    await find(page, hand, home);
    await page.keyboard.insertText(what);
    await page.keyboard.press("Control+Enter");
    await expect(number(page)).toHaveText(/^WX/);
    numbers.push((await number(page).textContent())!);
  }
  await find(page, hand, home);
  const same = page.getByRole("group", { name: "近 7 天相近的工单" });
  await expect(same.getByRole("button", { name: /保存，并入/ })).toContainText(numbers[1]!);
  await page.keyboard.press("Alt+ArrowDown");
  await expect(same.getByRole("button", { name: /保存，并入/ })).toContainText(numbers[0]!);

  // Nothing is merged before it is known what the call was about.
  await page.keyboard.press("Alt+m");
  await expect(page.getByText("请填写情况说明。")).toBeVisible();
  await page.keyboard.insertText("还是厨房，水更大了");
  await picture(page, "intake-merge");
  await page.keyboard.press("Alt+m");
  await expect(number(page)).toHaveText(/^WX\d{10}$/);
  await expect(page.getByText("已并入原单")).toContainText(numbers[0]!);
  await expect(page.getByText("您的工单号是")).toContainText(numbers[0]!.slice(2, 8));
  await picture(page, "taken-merged");
  const taken = (await number(page).textContent())!;
  const list = await call<{ rows: { number: string; stage: string }[] }>(page, "ticket_list", { text: taken });
  expect(list.rows.find((row) => row.number === taken)?.stage).toBe("merged");
});

test("a report whose merging fails is saved all the same, and says so", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const hand = new Hand(page);
  const home = await household(page, 2);
  await find(page, hand, home);
  await page.route("**/call", async (route) => {
    const asked = route.request().postDataJSON() as { name: string };
    if (asked.name !== "ticket_merge") return route.fallback();
    return route.fulfill({ status: 400, json: { code: "bad_merge", field: "into", args: {} } });
  });
  await page.keyboard.insertText("楼道里也有水");
  await expect(page.getByRole("button", { name: /保存，并入/ })).toBeVisible();
  await page.keyboard.press("Alt+m");
  await expect(number(page)).toHaveText(/^WX\d{10}$/);
  await expect(page.getByRole("alert")).toContainText("来电已登记，但没有并入");
  await expect(page.getByRole("button", { name: "并入原单" })).toBeFocused();
  await picture(page, "taken-not-merged");
});

test("a report outlives a crash, and a second one does not write over it", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const hand = new Hand(page);
  const offered = page.getByRole("alert").filter({ hasText: "没有保存的来电记录" });
  const [one, two] = [await household(page, 3), await household(page, 4)];
  await find(page, hand, one);
  await page.keyboard.insertText("夜里听见水声");
  // The page is gone in the middle of a word, as after a power cut; the next call does not wait.
  await page.reload();
  await expect(offered).toContainText(one.name);
  await find(page, hand, two);
  await page.keyboard.insertText("水表在转");
  await page.reload();
  await expect(page.getByRole("button", { name: "继续填写" })).toHaveCount(2);
  await picture(page, "intake-kept");
  await offered.filter({ hasText: one.name }).getByRole("button", { name: "继续填写" }).click();
  await expect(page.getByLabel("情况说明")).toHaveValue("夜里听见水声");
  await expect(page.getByLabel("用户姓名")).toHaveValue(one.name);
  await expect(page.getByLabel("情况说明")).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(number(page)).toHaveText(/^WX/);
  // Only the other one is left.
  await page.keyboard.press("F2");
  await expect(offered).toHaveCount(1);
  await expect(offered).toContainText(two.name);
  await page.getByRole("button", { name: "丢弃" }).click();
  await page.reload();
  await expect(page.getByLabel("查找用户")).toBeFocused();
  await expect(page.getByRole("button", { name: "继续填写" })).toHaveCount(0);
});

test("Enter pressed faster than the rows come takes the right household", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const home = await household(page, 5);
  await page.keyboard.press("F2");
  await page.route("**/call", async (route) => {
    const asked = route.request().postDataJSON() as { name: string };
    if (asked.name === "customer_find") await new Promise((done) => setTimeout(done, 400));
    return route.fallback();
  });
  // Rows of another text are shown while those of this one are still waited for.
  await page.getByLabel("查找用户").fill("小区");
  await expect(page.getByRole("option").first()).toBeVisible();
  await page.getByLabel("查找用户").fill(home.account_number);
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("用户姓名")).toHaveValue(home.name);
});

test("service and save button stay in sight, and every service's first question is reached", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const home = await household(page, 5);
  for (const [key, label] of [
    [2, "用水量突增"],
    [3, "发黄"],
    [4, "发现人"],
  ] as const) {
    await page.keyboard.press("F2");
    await expect(page.getByLabel("查找用户")).toBeFocused();
    await page.keyboard.press(`Alt+${key}`);
    await page.keyboard.type(digits(home.phones[0]!));
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("用户姓名")).toHaveValue(home.name);
    const focused = page.locator(":focus");
    await expect(focused).not.toHaveAttribute("aria-label", "查找用户");
    expect(await focused.evaluate((field) => field.closest(".ant-card")?.textContent ?? ""), label).not.toContain("用户姓名");
    await page.keyboard.press("Alt+1");
    await page.getByRole("button", { name: "取消关联" }).click();
    await page.getByLabel("用户姓名").fill("");
  }
  await page.keyboard.press("Alt+2");
  await page.locator("input, textarea").last().scrollIntoViewIfNeeded();
  await expect(page.getByRole("button", { name: "保存并生成工单" })).toBeInViewport();
  await expect(page.getByLabel("服务类别")).toBeInViewport();
  await picture(page, "intake-pinned");
});

test("a text the settings keep is put in by its abbreviation, about whoever calls", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await page.goto(`${DAY}/#/settings`);
  await page.getByRole("tab", { name: "常用语" }).click();
  await page.getByRole("button", { name: "添加常用语" }).click();
  await page.getByLabel(/^简码/).last().fill("lsg");
  await page.getByLabel(/^文字/).last().fill("请联系{姓名}，电话{电话}。");
  await page.getByRole("button", { name: "保存常用语" }).click();
  await expect(page.getByText("这个简码已经有了。").first()).toBeVisible();
  await page.getByLabel(/^简码/).last().fill("qlx");
  await picture(page, "settings-snippets");
  await page.getByRole("button", { name: "保存常用语" }).click();
  await expect(page.getByText("常用语已保存。")).toBeVisible();

  const home = await household(page, 6);
  await find(page, new Hand(page), home);
  await page.keyboard.type("/");
  await expect(page.getByRole("listbox", { name: "常用语" })).toBeVisible();
  await picture(page, "intake-snippets");
  await page.keyboard.type("qlx");
  await page.keyboard.press("Tab");
  const field = page.getByLabel("情况说明");
  await expect(field).toHaveValue(`请联系${home.name}，电话${home.phones[0]!}。`);
  await expect(field).toBeFocused();
  await page.keyboard.type("/lsg");
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue(/。已请用户先关闭入户阀门，并注意用电安全。$/);
});

test("an address is the same with and without spaces", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const home = await household(page, 2);
  const request = { phone: "", account_number: "" };
  const same = (address: string) => call<unknown[]>(page, "ticket_duplicates", { ...request, address });
  const exact = await same(home.address);
  expect(exact.length).toBeGreaterThan(0);
  expect(home.address).toContain(" ");
  expect(await same(home.address.replaceAll(" ", ""))).toEqual(exact);
  expect(await same(home.address.replaceAll(" ", "　"))).toEqual(exact);
});
