// Each of the other five services through the window, from its beginning to its end, as a newcomer would take it.
import { expect, test, type Locator, type Page } from "@playwright/test";
import { DAY } from "../playwright.config";
import { PASSWORD, call, choose, chooseFiles, drawer, enter, go, now, picture, press, saved, step, still, when, write } from "./desk";

/** Several of a list that stays open. */
async function chooseAll(page: Page, field: Locator, names: string[]) {
  await still(page);
  await field.click();
  for (const name of names) {
    await page.locator(".ant-select-dropdown:visible .ant-select-item-option").filter({ hasText: name }).first().click();
  }
  // The list stays open until something else is clicked.
  await page.locator(".ant-drawer-title").last().click();
}

async function sign(page: Page, more: (form: Locator) => Promise<void> = async () => {}) {
  await press(page, "签字确认");
  const form = drawer(page);
  await expect(form.getByText(/本次服务全程免费/)).toBeVisible();
  await more(form);
  await write(page, form);
  await form.getByRole("button", { name: /确认并封存$/ }).click();
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
}

async function followUp(page: Page) {
  await step(page, "回访", async (form) => {
    await form.getByText("满意", { exact: true }).click();
    await form.getByText("没有", { exact: true }).click();
  });
}

/** The intake with a service picked by its key. */
async function intake(page: Page, key: number) {
  page.setDefaultTimeout(8_000);
  await enter(page, "admin", PASSWORD, DAY);
  await go(page, "来电受理");
  await expect(page.getByLabel("服务类别")).toBeVisible();
  await page.keyboard.press(`Alt+${key}`);
}

async function household(page: Page) {
  const homes = await call<{ household: { account_number: string; name: string } }[]>(page, "customer_find", { text: "小区" });
  await page.getByLabel("查找用户").fill(homes[0]!.household.account_number);
  await expect(page.getByRole("option").first()).toContainText(homes[0]!.household.name);
  await page.keyboard.press("Enter");
}

async function taken(page: Page, prefix: string): Promise<string> {
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("taken-number")).toHaveText(new RegExp(`^${prefix}\\d{10}$`));
  return (await page.getByTestId("taken-number").textContent()) ?? "";
}

async function look(page: Page) {
  const button = page.getByRole("button", { name: "查看工单" });
  await button.click();
  // Beside it stand the same steps as on the ticket.
  await expect(button).toHaveCount(0);
}

async function closed(page: Page) {
  await step(page, "办结");
  await expect(page.getByText("已办结").first()).toBeVisible();
}

/** Every form the ticket offers is saved. */
async function print(page: Page, name: string) {
  await page.getByRole("button", { name: /打印/ }).click();
  const file = await saved(page, () => page.getByRole("menuitem", { name }).click());
  expect(file.suggestedFilename()).toMatch(new RegExp(`^${name}.*\\.pdf$`));
}

test("a reminder is told, signed, consented to, and opens a repair", async ({ page }) => {
  test.setTimeout(120_000);
  await intake(page, 4);
  await household(page);
  await page.getByText("用水量异常", { exact: true }).click();
  await page.getByLabel("发现人", { exact: true }).fill("演示抄表员");
  await page.getByLabel("上次读数").fill("1200");
  await page.getByLabel("本次读数").fill("1248");
  await page.getByLabel(/^平常用量/).fill("20");
  await expect(page.getByTestId("change")).toContainText("140%");
  await page.getByLabel("发现的情况").fill("本期用水是平时的两倍多，疑似户内漏水");
  await picture(page, "intake-reminder");
  const number = await taken(page, "TX");
  await look(page);
  await step(page, "告知用户", async (form) => {
    await form.getByLabel("告知和说明的内容").fill("本期用水明显偏多，建议检查马桶和户内管道");
    await form.getByText("当面", { exact: true }).click();
    await form.getByText(/^需要（/).click();
  });
  // Unsigned it cannot be closed, and the program says why.
  await page.getByRole("button", { name: "办结", exact: true }).waitFor({ state: "detached" });
  await sign(page);
  await step(page, "征求同意", async (form) => {
    await form.getByText(/^同意（/).click();
    // How the customer answered is evidence and never taken for granted.
    await form.getByRole("button", { name: /提交$/ }).click();
    await expect(form.getByText("请选择答复方式。")).toBeVisible();
    await form.getByText("口头", { exact: true }).click();
  });
  await picture(page, "ticket-reminder");
  await page.getByRole("button", { name: /转开.*维修/ }).click();
  await expect(page.getByText(number).first()).toBeVisible();
  await page.getByLabel("情况说明").fill("由提醒转来：户内管道疑似漏水");
  await taken(page, "WX");
  await look(page);
  await page.getByRole("link", { name: number }).first().click();
  await expect(page.getByRole("heading", { name: number })).toBeVisible();
  await print(page, "提醒通知单");
  await closed(page);
});

test("a leak that cannot be answered is studied before anybody replies", async ({ page }) => {
  test.setTimeout(120_000);
  await intake(page, 2);
  await household(page);
  await page.getByText("对用水有疑问", { exact: true }).click();
  await page.getByLabel("从什么时候开始").fill("上个月起");
  await page.getByText("仍在转动", { exact: true }).click();
  await page.getByText("多层住宅", { exact: true }).click();
  await page.getByLabel("情况说明").fill("没有用水时水表仍在走");
  await picture(page, "intake-leak");
  await taken(page, "JL");
  await look(page);
  await step(page, "安排检漏", (form) => choose(page, form.getByLabel("稽查班组")));
  await step(page, "到场");
  await step(page, "检漏结果", async (form) => {
    await form.getByLabel("听音").check();
    await form.getByLabel("分段关阀").check();
    await form.getByLabel("检漏部位").fill("厨房、卫生间和入户管");
    await form.getByText("暂时无法答复", { exact: true }).click();
    await form.getByLabel("暂时无法答复的技术原因").fill("管道埋设在地暖层下，听音受干扰");
    await form.getByLabel("检漏人员").fill("演示稽查员");
    await page.keyboard.press("Enter");
    await picture(page, "step-search");
  });
  await expect(page.getByText("研究中").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "回复检漏结果" })).toHaveCount(0);
  await step(page, "上报研究", async (form) => {
    await form.getByLabel("向谁汇报").fill("演示经理");
    await chooseAll(page, form.getByLabel("请哪些部门研究"), ["总工办", "稽查队"]);
    await form.getByLabel("需要研究的问题").fill("是否用示踪气体复查");
  });
  await step(page, "研究结论", async (form) => {
    await chooseAll(page, form.getByLabel("参与研究的部门"), ["总工办", "稽查队"]);
    await form.getByLabel("研究情况").fill("查阅图纸并现场会商");
    await form.getByLabel("结论和处理意见").fill("确定无法找出，建议改走明管");
    await form.getByText("确定无法找出", { exact: true }).click();
    await form.getByLabel("由谁决定").fill("演示总工");
  });
  await step(page, "回复检漏结果", async (form) => {
    await form.getByLabel("回复内容").fill("经各部门研究，暂时找不出漏点");
    await form.getByLabel("向用户作的解释").fill("管道在地暖层下，仪器受干扰");
    await form.getByLabel("给用户出的主意和办法").fill("建议改走明管，夜间关闭总阀观察");
  });
  await followUp(page);
  await picture(page, "ticket-leak");
  await print(page, "检漏结果单");
  await closed(page);
});

test("a sample goes from the tap to the laboratory and back as an answer", async ({ page }) => {
  test.setTimeout(120_000);
  await intake(page, 3);
  await household(page);
  await page.getByText("浑浊", { exact: true }).click();
  await page.getByLabel("从什么时候开始").fill("昨天停水后");
  await page.getByText("冷水", { exact: true }).click();
  await page.getByLabel("情况说明").fill("早上放出来的水发黄");
  await picture(page, "intake-water");
  await taken(page, "SZ");
  await look(page);
  await step(page, "转派生调部", (form) => form.getByLabel("生调部接收人").fill("演示调度"));
  await step(page, "安排取样", (form) => choose(page, form.getByLabel("稽查班组")));
  await step(page, "取样", async (form) => {
    await when(page, form.getByLabel("取样时间"), 0);
    await form.getByLabel("样品编号").fill("SY-20261123-01");
    await form.getByLabel("取样点").fill("厨房冷水龙头");
    await form.getByText(/^在场/).click();
  });
  await sign(page);
  await step(page, "收样", async (form) => {
    await form.getByLabel("收样人").fill("演示化验员");
    await form.getByText("完好", { exact: true }).click();
    await form.getByLabel("样品状态").fill("瓶体完好，冷藏送达");
  });
  await press(page, "检测结果");
  const form = drawer(page);
  await form.getByLabel("浑浊度 检测值").fill("1.6");
  await page.keyboard.press("Enter");
  await form.getByLabel("pH 检测值").fill("7.35");
  await form.getByLabel("铁 检测值").fill("<0.05");
  await form.getByLabel("总大肠菌群 检测值").fill("未检出");
  await form.getByLabel("锰 检测值").fill("-1");
  await form.getByLabel("检测人", { exact: true }).fill("演示化验员");
  await form.getByRole("button", { name: /提交$/ }).click();
  // The value that is none says so on its own line, and nothing else is lost.
  const wrong = form.locator(".ant-form-item-explain-error, .bad").filter({ hasText: "-1" });
  await expect(wrong).toBeVisible();
  await expect(form.getByLabel("锰 检测值")).toBeFocused();
  await form.getByLabel("锰 检测值").fill("0.02");
  await expect(wrong).toHaveCount(0);
  await picture(page, "step-results");
  await form.getByRole("button", { name: /提交$/ }).click();
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await expect(page.getByText("不合格").first()).toBeVisible();
  await step(page, "回复检测结果", (reply) => reply.getByLabel("回复内容").fill("浑浊度偏高，已安排冲洗管道"));
  await followUp(page);
  await picture(page, "ticket-water");
  await print(page, "水质检测报告单");
  await closed(page);
});

test("an event is asked for, found necessary, moved, held and signed for", async ({ page }) => {
  test.setTimeout(120_000);
  await intake(page, 5);
  await page.getByText("用户要求", { exact: true }).click();
  await page.getByLabel("活动内容").fill("水质检测和节水宣传");
  await page.getByLabel("提出人", { exact: true }).fill("演示社区主任");
  await page.getByLabel("为什么需要举办").fill("居民反映水压偏低，希望上门看看");
  await page.getByLabel(/^小区/).fill("演示花园");
  await picture(page, "intake-community");
  await taken(page, "SQ");
  // The rest is told of one that was asked for three hours ago.
  const asked = { kind: "community", origin: "customer_request", topic: "水质检测和节水宣传", situation: "居民反映水压偏低", suggested_by: "演示社区主任" };
  const { value } = await call<{ value: { ticket: { id: number } } }>(page, "ticket_open", {
    open: { received_at: (await now(page)) - 180 * 60_000, channel: "hotline", name: "", phone: "", address: "", community: "演示花园", area: "urban", asked },
  });
  await page.goto(`${DAY}/#/ticket/${value.ticket.id}`);
  await step(page, "研判", async (form) => {
    await form.getByText("有必要", { exact: true }).click();
    await form.getByLabel("理由").fill("反映集中，适合一次解决");
    // What is decided here is decided now.
    await expect(form.getByLabel("发生时间")).toHaveCount(0);
  });
  await step(page, "排定活动", async (form) => {
    await when(page, form.getByLabel("活动时间"), 60 * 24);
    await form.getByLabel("活动地点").fill("演示花园小广场");
  });
  await step(page, "活动改期", async (form) => {
    await when(page, form.getByLabel("改到什么时间"), 30);
    await form.getByLabel("改期原因").fill("社区要求提前");
  });
  await go(page, "社区活动");
  await expect(page.getByText("演示花园").first()).toBeVisible();
  await expect(page.getByText("改期 1 次").first()).toBeVisible();
  await picture(page, "plan");
  await page.getByRole("link", { name: "在日程中按月查看" }).click();
  await expect(page.getByRole("group", { name: "按月排列的日程" }).getByText("演示花园").first()).toBeVisible();
  await picture(page, "plan-calendar");
  await page.getByRole("link", { name: "社区活动计划" }).click();
  // Nothing is held before it is decided: one of the year's plan was, long ago.
  const plan = { kind: "community", origin: "annual_plan", topic: "节水器具进社区", planned_at: (await now(page)) + 86_400_000, place: "演示花园小广场" };
  const { value: due } = await call<{ value: { ticket: { id: number } } }>(page, "ticket_open", {
    open: { received_at: (await now(page)) - 180 * 60_000, channel: "hotline", name: "", phone: "", address: "", community: "演示花园", area: "urban", asked: plan },
  });
  await page.goto(`${DAY}/#/ticket/${due.ticket.id}`);
  await step(page, "活动登记", async (form) => {
    await when(page, form.getByLabel("活动开始时间"), -30);
    await when(page, form.getByLabel("活动结束时间"), -5);
    await form.getByLabel("人员 1", { exact: true }).fill("演示坐席");
    await form.getByLabel("服务居民").fill("36");
    await choose(page, form.getByLabel("项目 1", { exact: true }), "水质检测");
    await form.getByRole("button", { name: "全部做到" }).click();
    await picture(page, "step-hold");
  });
  await sign(page, async (form) => {
    await form.getByLabel("签字人").fill("演示社区主任");
  });
  await picture(page, "ticket-community");
  await print(page, "活动记录表");
  await closed(page);
});

test("an outage is authorised, served and closed with the reason for its gap", async ({ page }) => {
  test.setTimeout(120_000);
  await intake(page, 6);
  await page.getByLabel("故障位置").fill("演示路与花园街交叉口");
  await page.getByLabel("停水原因").fill("主管爆裂抢修");
  await when(page, page.getByLabel("停水开始时间"), -120);
  await when(page, page.getByLabel("预计恢复时间"), 60 * 26);
  await page.getByLabel("小区 1", { exact: true }).fill("演示花园");
  await page.getByLabel("楼栋 1", { exact: true }).fill("1 号楼");
  await page.getByLabel("户数 1", { exact: true }).fill("60");
  await page.keyboard.press("Enter");
  await page.getByLabel("小区 2", { exact: true }).fill("演示新村");
  await page.getByLabel("户数 2", { exact: true }).fill("240");
  await picture(page, "intake-outage");
  await taken(page, "SS");
  // Trips take their time: the rest is told of an outage that began three hours ago.
  const began = (await now(page)) - 180 * 60_000;
  const places = [
    { community: "演示花园", building: "1 号楼", households: 60 },
    { community: "演示新村", building: "", households: 240 },
  ];
  const asked = { kind: "emergency_water", cause: "主管爆裂抢修", started_at: began, expected_end: began + 30 * 3_600_000, places };
  const { value } = await call<{ value: { ticket: { id: number } } }>(page, "ticket_open", {
    open: { received_at: began, channel: "department", name: "", phone: "", address: "演示路与花园街交叉口", area: "urban", asked },
  });
  await page.goto(`${DAY}/#/ticket/${value.ticket.id}`);
  // No truck before the authorisation (6.1).
  await expect(page.getByRole("button", { name: "送水车次" })).toHaveCount(0);
  await step(page, "授权送水", async (form) => {
    await form.getByLabel("授权人").fill("演示经理");
    await form.getByLabel("部署（谁做什么）").fill("客服中心通知用户，稽查队维持秩序");
    await when(page, form.getByLabel("发生时间"), -150);
  });
  await step(page, "送水车次", async (form) => {
    await when(page, form.getByLabel("出车时间"), -120);
    await form.getByLabel("车牌号").fill("演示 001");
    await form.getByLabel("司机").fill("演示司机");
    await form.getByLabel("送水量").fill("5000");
    await form.getByLabel("取水点").fill("水厂");
    await choose(page, form.getByLabel("停靠 1 地点"), "演示花园");
    await when(page, form.getByPlaceholder("停靠时间").first(), -100);
    await form.getByLabel("停靠 1 户数").fill("60");
    await picture(page, "step-trip");
  });
  await step(page, "安全检查", async (form) => {
    await form.getByLabel("检查地点").fill("演示花园 1 号楼前");
    await form.getByLabel("检查人").fill("演示稽查员");
    await chooseAll(page, form.getByLabel("在场部门"), ["客服中心"]);
    await form.getByRole("button", { name: "全部符合" }).click();
  });
  await expect(page.getByText("未送达").first()).toBeVisible();
  await step(page, "恢复供水", (form) => expect(form.getByText(/还有 1 处没有送到：演示新村/)).toBeVisible());
  await expect(page.getByText(/已恢复供水，仍有 1 处从未送到水/)).toBeVisible();
  await picture(page, "ticket-outage");
  await print(page, "送水记录");
  await press(page, "办结");
  const form = drawer(page);
  await expect(form.getByText(/演示新村/)).toBeVisible();
  await form.getByRole("button", { name: /提交$/ }).click();
  await expect(form.getByText(/请填写没有送到的原因/)).toBeVisible();
  await form.getByLabel("没有送到的原因和所做的安排").fill("提前恢复供水，已逐户电话说明");
  await form.getByRole("button", { name: /提交$/ }).click();
  await expect(page.getByText("已办结").first()).toBeVisible();
});

test("a plan from a spreadsheet is looked at first, then taken whole", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await go(page, "社区活动");
  await page.getByRole("button", { name: "导入计划" }).click();
  const form = drawer(page);
  const file = (text: string) => ({ name: "计划.csv", mimeType: "text/csv", buffer: Buffer.from(`\uFEFF${text}`) });
  const topic = "老旧管道咨询";
  const heads = "日期,时间,小区,地点,活动内容\n";
  await expect(form.getByRole("button", { name: "选择表格" })).toBeFocused();
  await chooseFiles(page, file(`${heads}2026-12-05,09:30,演示新村,小广场,${topic}\n三月十五,,演示花园,,节水宣传\n`));
  await expect(form.getByText(/有 1 行需要改正/)).toBeVisible();
  await expect(form.getByRole("button", { name: /导\s?入$/ })).toBeDisabled();
  await picture(page, "plan-import");
  // Put right, and chosen again from where the keyboard still is.
  await chooseFiles(page, file(`${heads}2026-12-05,09:30,演示新村,小广场,${topic}\n`));
  await expect(form.getByRole("button", { name: "导入 1 项" })).toBeEnabled();
  await page.keyboard.press("Control+Enter");
  await expect(page.locator("tr.row-link", { hasText: topic })).toHaveCount(1);
  await page.getByRole("button", { name: "导入计划" }).click();
  await drawer(page).locator("input[type=file]").setInputFiles(file(`${heads}2026-12-05,09:30,演示新村,小广场,${topic}\n`));
  await expect(drawer(page).getByText(/都已在计划中/)).toBeVisible();
});

test("a long import shows how far it is, and is stopped without a trace", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await go(page, "社区活动");
  await page.getByRole("button", { name: "导入计划" }).click();
  const form = drawer(page);
  const day = (row: number) => `2027-${String((row % 12) + 1).padStart(2, "0")}-${String((row % 28) + 1).padStart(2, "0")}`;
  // Nearly as many as are taken at once.
  const rows = Array.from({ length: 4900 }, (_, row) => `${day(row)},09:30,演示小区${row},活动室,节水宣传`);
  const buffer = Buffer.from(`\uFEFF日期,时间,小区,地点,活动内容\n${rows.join("\n")}\n`);
  await form.locator("input[type=file]").setInputFiles({ name: "计划.csv", mimeType: "text/csv", buffer });
  await form.getByRole("button", { name: "导入 4900 项" }).click();
  const work = page.getByRole("region", { name: "正在导入计划" });
  // Looked at in every frame: a quick computer is done before a patient look comes back.
  await page.waitForFunction(() => Number(document.querySelector("[aria-label=正在导入计划] [role=progressbar]")?.getAttribute("aria-valuenow")) >= 1);
  await page.keyboard.press("Alt+q");
  await expect(form.getByText("已停止，没有保存任何内容。")).toBeVisible({ timeout: 20_000 });
  await expect(work).toHaveCount(0);
  const { events } = await call<{ events: unknown[] }>(page, "community_plan", { year: 2027 });
  expect(events).toEqual([]);
});

test("the table of the standard is shown and changed by the administrator", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await go(page, "设置与日历");
  await page.getByRole("tab", { name: "水质标准" }).click();
  await expect(page.getByText(/尚未经水质检测中心确认/)).toBeVisible();
  await picture(page, "standard");
  await page.getByLabel("确认人（水质检测中心）").fill("演示化验员");
  await page.getByRole("button", { name: "保存水质标准" }).click();
  await expect(page.getByText(/水质标准已保存/)).toBeVisible();
  await expect(page.getByText(/尚未经水质检测中心确认/)).toHaveCount(0);
});
