// 室内维修队, 稽查队 and 水质检测中心, with the keyboard alone; but for the strokes of the customer's own hand.
import { expect, test } from "@playwright/test";
import { DAY } from "../../playwright.config";
import { enter as asAdmin, write as sign } from "../desk";
import { begun, enter, fill, fillWhen, open, pointed, press, radio, sit, somewhere, step, submitted, tabTo, write } from "../keyboard";
import { assigned, sampled, sought } from "./cases";

test("a repairer's day", async ({ page }) => {
  test.setTimeout(90_000);
  await asAdmin(page, "admin", undefined, DAY);
  const leak = await assigned(page, "维修一日：卫生间漏水");
  await sit(page, "演示室内维修队", DAY);
  // What waits for the crew, and the first of it.
  await enter(page, page.getByRole("navigation", { name: "我的工作" }).getByRole("link", { name: "待到场维修" }));
  await expect(page.getByRole("heading", { name: "工单列表" })).toBeVisible();
  await expect(page.getByRole("row", { name: `工单 ${leak.number}` })).toBeVisible();
  await open(page, leak.number);
  await step(page, "y", "预约", async (form) => {
    await fillWhen(page, form.getByLabel("约定到场时间"), 30);
    await fill(page, form.getByLabel("约定原因"), "用户半小时后到家");
  });
  await step(page, "4", "到场");
  await step(page, "5", "维修完成", async (form) => {
    await write(page, "马桶进水软管老化");
    await fill(page, form.getByLabel("维修内容"), "更换软管并试压，不再渗漏");
    await fill(page, form.getByLabel("工时 1", { exact: true }), "45");
    await enter(page, form.getByRole("button", { name: "添加材料" }));
    await fill(page, form.getByLabel("材料 1", { exact: true }), "进水软管");
    await fill(page, form.getByLabel("数量 1", { exact: true }), "1 根");
  });
  const form = await begun(page, "6", "签字确认");
  await expect(form.getByText("马桶进水软管老化")).toBeVisible();
  await fill(page, form.getByLabel("签字地点"), "用户家中客厅");
  expect(await pointed(page)).toEqual([]);
  // The customer writes their name: strokes are made with a pen, and nobody else's hand is needed for it.
  await sign(page, form);
  await pointed(page);
  await tabTo(page, form.getByRole("button", { name: "撤销一笔" }));
  await press(page, "Control+Enter");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await somewhere(page);
  await step(page, "7", "回复", () => write(page, "已修好并试压，全程免费"));
  expect(await pointed(page)).toEqual([]);
});

test("an inspector's day", async ({ page }) => {
  await asAdmin(page, "admin", undefined, DAY);
  const leak = await sought(page);
  await sit(page, "演示稽查队", DAY);
  await open(page, leak.number);
  await step(page, "2", "到场");
  await step(page, "3", "检漏结果", async (form) => {
    await tabTo(page, form.getByLabel("听音"));
    await press(page, "Space");
    await fill(page, form.getByLabel("检漏部位"), "厨房、卫生间和入户管");
    await radio(page, form.getByLabel("已找到漏点"));
    await fill(page, form.getByLabel("漏点位置和原因"), "厨房冷水管接头渗漏");
    await radio(page, form.getByLabel("表后"));
  });

  // A reminder of what was seen on the way; the customer refuses to sign, a neighbour is the witness.
  await press(page, "F2");
  await expect(page.getByLabel("查找用户")).toBeFocused();
  await press(page, "Alt+4");
  await fill(page, page.getByLabel("用户姓名"), "演示用户");
  await fill(page, page.getByLabel("详细地址"), "演示花园 3 号楼 2 单元 501 室");
  await radio(page, page.getByLabel("供水安全隐患"));
  await fill(page, page.getByLabel("发现人", { exact: true }), "演示稽查员甲");
  await fill(page, page.getByLabel("发现的情况"), "楼道内管道支架脱落");
  await press(page, "Control+Enter");
  await expect(page.getByTestId("taken-number")).toHaveText(/^TX\d{10}$/);
  await enter(page, page.getByRole("button", { name: "告知用户" }));
  await submitted(page, "告知用户", async (form) => {
    await radio(page, form.getByLabel("当面"));
    await fill(page, form.getByLabel("告知和说明的内容"), "支架脱落，请勿触碰管道");
    await radio(page, form.getByLabel(/^不需要/));
  });
  await enter(page, page.getByRole("button", { name: "查看工单" }));
  const form = await begun(page, "2", "签字确认");
  await radio(page, form.getByLabel("拒签"));
  await fill(page, form.getByLabel("拒签原因"), "用户认为与己无关");
  await fill(page, form.getByLabel("见证人"), "演示物业值班员");
  await press(page, "Control+Enter");
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await expect(page.getByText("演示物业值班员").first()).toBeVisible();
  await somewhere(page);
  expect(await pointed(page)).toEqual([]);
});

test("the laboratory's day", async ({ page }) => {
  await asAdmin(page, "admin", undefined, DAY);
  const sample = await sampled(page);
  await sit(page, "演示水质检测中心", DAY);
  await expect(page.getByRole("heading", { name: "工作台" })).toBeVisible();
  await open(page, sample.number);
  await step(page, "6", "收样", async (form) => {
    await write(page, "演示化验员甲");
    await radio(page, form.getByLabel("完好", { exact: true }));
    await fill(page, form.getByLabel("样品状态"), "瓶体完好，冷藏送达");
  });
  await step(page, "7", "检测结果", async (form) => {
    await fill(page, form.getByLabel(/^色度.* 检测值$/), "5");
    await press(page, "Enter");
    await write(page, "1.6");
    await expect(form.getByLabel("浑浊度 检测值")).toHaveValue("1.6");
    await fill(page, form.getByLabel("pH 检测值"), "7.35");
    await fill(page, form.getByLabel("检测人", { exact: true }), "演示化验员甲");
  });
  await expect(page.getByText("不合格").first()).toBeVisible();
  expect(await pointed(page)).toEqual([]);
});
