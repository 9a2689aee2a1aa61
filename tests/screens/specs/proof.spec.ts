// What an exported acknowledgement proves, shown to whoever asks at the desk; and the key it stands on.
import { expect, test, type Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY } from "../playwright.config";
import { PASSWORD, call, choose, drawer, enter, go, now, picture, places, press, saved, write } from "./desk";

async function proves(page: Page, name: string, buffer: Buffer) {
  await page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/pdf", buffer });
}

/** One of the shelves of 签字记录. */
async function shelf(page: Page, name: string) {
  await page.locator(".ant-segmented-item", { hasText: name }).click();
}

test("an exported acknowledgement is genuine, and a changed one is not", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const signed = await call<{ rows: { ticket: number; number: string }[] }>(page, "acknowledgement_list", { way: "on_screen" });
  const { ticket, number } = signed.rows[0]!;
  await page.goto(`${DAY}/#/ticket/${ticket}`);
  const save = async (item: string) => {
    await page.getByRole("button", { name: /打印/ }).click();
    const choose = () => page.getByRole("menuitem", { name: item }).click();
    const file = item === "用户签字确认单" ? saved(page, choose) : Promise.all([page.waitForEvent("download"), choose()]).then(([file]) => file);
    return readFile(await (await file).path());
  };
  const pdf = await save("用户签字确认单");
  const bundle = await save("签字证据包");
  expect(bundle.subarray(0, 2).toString()).toBe("PK");

  await go(page, "签字记录");
  await shelf(page, "查验");
  await proves(page, "确认单.pdf", pdf);
  await expect(page.getByText("未经改动，由演示密钥封存，不能作为凭据").first()).toBeVisible();
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
  await expect(page.getByText(/请先核对是否输错/)).toBeVisible();
  await page.getByLabel("锚点").fill("随便写的");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/锚点应写成/)).toBeVisible();
  await page.getByRole("button", { name: "开始校验" }).click();
  await expect(page.getByText(/校验通过/)).toBeVisible();
});

test("a signed paper form finds its ticket by its code and is put on it", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  type View = { ticket: { id: number; number: string; version: number } };
  const at = (await now(page)) - 5 * 60_000;
  const asked = { kind: "repair", meter_side: "after", fault: "leak", situation: "卫生间水管漏水", materials_told: true };
  const open = { received_at: at, channel: "hotline", name: "演示用户", phone: "12000000000", address: "演示花园 1 号楼", area: "urban", asked };
  let { value } = await call<{ value: View }>(page, "ticket_open", { open });
  const steps: [string, object][] = [
    ["ticket_hand_over", { taken_by: "演示调度" }],
    ["ticket_assign", { crew: "室内维修一班" }],
    ["ticket_arrive", {}],
    ["ticket_finish", { found: "接头漏水", done: "更换接头", workers: [{ name: "演示维修员", minutes: 30 }], materials: [] }],
  ];
  for (const [name, details] of steps) {
    const { id, version } = value.ticket;
    ({ value } = await call<{ value: View }>(page, name, { ticket: id, version, details }));
  }
  const { id, number } = value.ticket;
  const form = await call<{ base64: string }>(page, "ticket_print", { ticket: id, page: "work_order" });
  const folder = mkdtempSync(join(tmpdir(), "scan-"));
  writeFileSync(join(folder, "form.pdf"), Buffer.from(form.base64, "base64"));
  execFileSync("pdftoppm", ["-r", "110", "-jpeg", "-singlefile", join(folder, "form.pdf"), join(folder, "form")]);
  const photo = await readFile(join(folder, "form.jpg"));

  await go(page, "签字记录");
  await shelf(page, "待签字");
  await expect(page.getByRole("link", { name: number })).toBeVisible();
  await shelf(page, "扫描登记");
  await page.locator("input[type=file]").setInputFiles([
    { name: "单据.jpg", mimeType: "image/jpeg", buffer: photo },
    { name: "空白.jpg", mimeType: "image/jpeg", buffer: photo },
  ]);
  const row = page.locator(".ant-card", { hasText: "单据.jpg" }).last();
  await expect(row.getByText("等待签字")).toBeVisible();
  await expect(row.getByLabel("签字人")).toHaveValue("演示用户");
  await picture(page, "scan");
  await row.getByRole("button", { name: /登\s?记/ }).click();
  await expect(row.getByText("请选择。")).toBeVisible();
  await choose(page, row.getByLabel("与用户关系"), "家属");
  await row.getByRole("button", { name: /登\s?记/ }).click();
  await expect(page.getByText(`${number} 的纸质签字已登记。`)).toBeVisible();
  // The second copy finds a ticket that no longer waits, says why it is refused, and can be taken out.
  const again = page.locator(".ant-card", { hasText: "空白.jpg" }).last();
  await choose(page, again.getByLabel("与用户关系"), "家属");
  await again.getByRole("button", { name: /登\s?记/ }).click();
  await expect(again.getByText(/已经/)).toBeVisible();
  await again.getByRole("button", { name: "移出" }).press("Enter");
  await expect(page.getByRole("dialog").getByRole("button", { name: "移出" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("没有待登记的单据。")).toBeVisible();
  await shelf(page, "待签字");
  await expect(page.getByRole("link", { name: number })).toHaveCount(0);
});

test("a wrong acknowledgement is corrected by a new one that says why", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const signed = await call<{ rows: { ticket: number; number: string; corrected: boolean }[] }>(page, "acknowledgement_list", { way: "refused" });
  const { ticket, number } = signed.rows[0]!;
  await page.goto(`${DAY}/#/ticket/${ticket}`);
  await press(page, "更正签字");
  const form = drawer(page);
  await expect(form.getByText(`原记录 ${number} 原样保留`)).toBeVisible();
  // The screen is turned to the customer: large, and nothing else of the desk.
  await form.getByRole("button", { name: "给用户看并签字" }).click();
  const facing = page.locator(".facing");
  await expect(facing.getByText(/不同意的，请不要签名/)).toBeVisible();
  await write(page, facing);
  await picture(page, "facing");
  await facing.getByRole("button", { name: "签好了，交还工作人员" }).click();
  await expect(facing).toHaveCount(0);
  await form.getByRole("button", { name: /确认并封存$/ }).click();
  await expect(form.getByText("请填写更正原因。")).toBeVisible();
  await form.getByLabel("更正原因").fill("用户后来愿意签字");
  await picture(page, "correct");
  await form.getByRole("button", { name: /确认并封存$/ }).click();
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await expect(page.getByText(new RegExp(`替代 ${number}，原因：用户后来愿意签字`))).toBeVisible();
  await go(page, "签字记录");
  const row = page.locator("tr", { hasText: `${number}-2` });
  await expect(row.getByText("更正件")).toBeVisible();
  await picture(page, "acknowledgements-corrected");
  await page.getByLabel("查找签字记录").fill(number);
  await page.keyboard.press("Enter");
  await expect(page.locator("tr", { hasText: number }).getByText("已更正")).toBeVisible();
});

test("the customer reads and signs in a window of their own", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  const signed = await call<{ rows: { ticket: number; corrected: boolean }[] }>(page, "acknowledgement_list", { way: "on_screen" });
  const { ticket } = signed.rows.filter((row) => !row.corrected)[1]!;
  await page.goto(`${DAY}/#/ticket/${ticket}`);
  await press(page, "更正签字");
  const form = drawer(page);
  const opening = page.waitForEvent("popup");
  await form.getByRole("button", { name: "在用户屏幕上签字" }).click();
  const theirs = await opening;
  await expect(theirs.getByText(/不同意的，请不要签名/)).toBeVisible();
  await expect(places(theirs)).toHaveCount(0);
  await expect(form.getByText("内容已显示在用户屏幕上")).toBeVisible();
  // What they write stands at the desk at once; what is cleared at the desk is cleared there.
  const ours = form.locator(".pad polyline");
  const written = theirs.locator(".pad polyline");
  await write(theirs, theirs.locator("main"));
  await expect(ours).toHaveCount(await written.count());
  expect(await ours.first().getAttribute("points")).toBe(await written.first().getAttribute("points"));
  await picture(theirs, "customer");
  await form.getByRole("button", { name: "清除重签" }).click();
  await expect(written).toHaveCount(0);
  // What somebody signed is what they were shown: when it changes, they sign again.
  await write(theirs, theirs.locator("main"));
  await expect(ours).not.toHaveCount(0);
  await form.getByLabel("签字地点").fill("用户家中客厅");
  await page.keyboard.press("Tab");
  await expect(form.getByText("签名以后内容有变动，请用户核对后重新签名。")).toBeVisible();
  await expect(theirs.getByText("用户家中客厅")).toBeVisible();
  await expect(written).toHaveCount(0);
  await write(theirs, theirs.locator("main"));
  await theirs.getByRole("button", { name: "签好了，交还工作人员" }).click();
  await expect(theirs.getByText("已交工作人员核对，谢谢。")).toBeVisible();
  await expect(form.getByText("用户已签好，请核对后点击“确认并封存”。")).toBeVisible();
  await picture(page, "customer-signed");
  await form.getByLabel("更正原因").fill("签字地点写错");
  const closed = theirs.waitForEvent("close");
  await form.getByRole("button", { name: /确认并封存$/ }).click();
  await closed;
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await expect(page.getByText("更正原因：签字地点写错")).toBeVisible();
  // Whoever closes the customer's window throws nothing away.
  await press(page, "更正签字");
  const again = page.waitForEvent("popup");
  await form.getByRole("button", { name: "在用户屏幕上签字" }).click();
  const popup = await again;
  await expect(popup.getByText(/不同意的，请不要签名/)).toBeVisible();
  await write(popup, popup.locator("main"));
  await expect(ours).not.toHaveCount(0);
  await popup.close({ runBeforeUnload: false });
  await expect(form.getByRole("button", { name: "在用户屏幕上签字" })).toBeVisible();
  await expect(ours).not.toHaveCount(0);
});

test("an auditor sees phones without their middle, and leaves a line when shown one", async ({ page }) => {
  await enter(page, "演示审计", PASSWORD, DAY);
  await go(page, "工单列表");
  await page.locator("tr.row-link").first().click();
  await expect(page.getByText(/\d{3}\*{4}\d{2}/).first()).toBeVisible();
  await page.getByRole("button", { name: "查看电话和地址" }).click();
  await expect(page.getByText(/^电话：\d{7,}/)).toBeVisible();
  await picture(page, "reveal");
  await page.getByRole("button", { name: /关\s?闭/ }).click();
  await go(page, "审计");
  await expect(page.getByText("查看电话和地址").first()).toBeVisible();
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

/** A time-stamp authority made of `openssl ts`; its address, and its end. */
async function authority() {
  const folder = mkdtempSync(join(tmpdir(), "authority-"));
  writeFileSync(
    join(folder, "ts.cnf"),
    "[req]\ndistinguished_name = dn\n[dn]\n[tsa]\ndefault_tsa = one\n[one]\nserial = serial\nsigner_cert = cert.pem\nsigner_key = key.pem\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\ness_cert_id_alg = sha256\n",
  );
  const openssl = (text: string, ...more: string[]) => execFileSync("openssl", [...text.split(" "), ...more], { cwd: folder, stdio: "pipe" });
  openssl("req -config ts.cnf -x509 -nodes -newkey rsa:2048 -keyout key.pem -out cert.pem -days 30 -utf8 -addext extendedKeyUsage=critical,timeStamping", "-subj", "/CN=示例时间戳服务");
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      writeFileSync(join(folder, "query"), Buffer.concat(parts));
      openssl("ts -reply -config ts.cnf -queryfile query -out reply");
      response.setHeader("content-type", "application/timestamp-reply");
      response.end(readFileSync(join(folder, "reply")));
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, end: () => server.close() };
}

test("an authority for time stamps is tried before it is set, and stamps what is exported", async ({ page }) => {
  await enter(page, "admin", PASSWORD, DAY);
  await go(page, "设置与日历");
  const field = page.getByLabel("地址", { exact: true });
  const attempt = page.getByRole("button", { name: "试一试" });
  await expect(attempt).toHaveCount(0);
  await field.fill("tsa.example");
  await attempt.click();
  await expect(page.getByText("地址须以 http:// 或 https:// 开头。")).toBeVisible();
  const { url, end } = await authority();
  await field.fill(url);
  await expect(page.getByText("地址须以 http:// 或 https:// 开头。")).toHaveCount(0);
  await attempt.click();
  await expect(page.getByText(/“示例时间戳服务”应答正常，时间 20/)).toBeVisible();
  // Anybody can call themselves an authority: its stamps are taken once an administrator has compared its certificate.
  await expect(page.getByText("该机构尚未登记，导出时不采用它的时间戳。")).toBeVisible();
  await page.getByRole("button", { name: "登记该机构" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("原因").fill("与机构公布的指纹一致");
  await dialog.getByRole("button", { name: /^登\s?记$/ }).click();
  await expect(page.getByText("机构已登记，以后采用它的时间戳。")).toBeVisible();
  await expect(page.getByText("该机构尚未登记，导出时不采用它的时间戳。")).toHaveCount(0);
  await picture(page, "timestamp");
  await page.getByRole("button", { name: /^保\s?存/ }).click();
  await expect(page.getByText("设置已保存")).toBeVisible();
  // The authority tells the computer's own time, which must not lie before the signature.
  const signed = await call<{ rows: { ticket: number; signed_at: number }[] }>(page, "acknowledgement_list", { way: "on_screen" });
  const { ticket } = signed.rows.find((row) => row.signed_at < Date.now())!;
  await page.goto(`${DAY}/#/ticket/${ticket}`);
  const save = async (look?: () => Promise<void>) => {
    await page.getByRole("button", { name: /打印/ }).click();
    const file = await saved(page, () => page.getByRole("menuitem", { name: "用户签字确认单" }).click(), look);
    return readFile(await file.path());
  };
  const pdf = await save();
  await go(page, "签字记录");
  await shelf(page, "查验");
  await proves(page, "确认单.pdf", pdf);
  await expect(page.getByText(/由已登记的“示例时间戳服务”/)).toBeVisible();
  // Nobody answers any more: it is signed all the same, and the desk is told.
  end();
  await page.goto(`${DAY}/#/ticket/${ticket}`);
  await save(() => expect(page.getByText("没有取得可采用的时间戳（没有应答，或机构尚未登记），文件已照常签名；以后可重新导出。")).toBeVisible());
  await go(page, "设置与日历");
  await field.fill("");
  await page.getByRole("button", { name: /^保\s?存/ }).click();
  await expect(page.getByText("设置已保存")).toBeVisible();
});
