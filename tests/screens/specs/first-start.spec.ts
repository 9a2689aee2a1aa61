// A desk never started before: the administrator and the key are made once, and only once.
import { expect, test, type Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NEW } from "../playwright.config";
import { chooseFiles, call, drawer, enter, go, now, picture, places, press } from "./desk";

const PASSPHRASE = "示例密钥口令一二三四五六";

test("the first start makes the administrator", async ({ page }) => {
  await page.goto(NEW);
  await expect(page.getByText("首次启动")).toBeVisible();
  await page.getByLabel("管理员姓名").fill("示例管理员");
  await page.getByLabel("密码（至少 8 位）").fill("short");
  await page.getByLabel("再输一次密码").fill("shorter");
  // This computer keeps no secrets: the key's passphrase is chosen here.
  await page.getByLabel("口令（至少 12 个字）").fill("太短");
  await page.getByRole("button", { name: "建立管理员并进入" }).click();
  await expect(page.getByText("两次输入的密码不一样，请重新输入。")).toBeVisible();
  await expect(page.getByText("口令至少 12 个字。")).toBeVisible();
  await page.getByLabel("口令（至少 12 个字）").fill(PASSPHRASE);
  await page.getByLabel("再输入一次口令").fill(PASSPHRASE);
  await page.getByLabel("再输一次密码").fill("short");
  await page.getByRole("button", { name: "建立管理员并进入" }).click();
  await expect(page.getByText(/密码至少 8 位，且不能与姓名相同/)).toBeVisible();
  await picture(page, "first-start");
  await page.getByLabel("密码（至少 8 位）").fill("Example-2026");
  await page.getByLabel("再输一次密码").fill("Example-2026");
  await picture(page, "key-passphrase");
  await page.getByRole("button", { name: /建立管理员并进入/ }).click();
  // The key's sheet is offered before anything else.
  await expect(page.getByRole("heading", { name: "封存密钥" })).toBeVisible();
  await expect(page.getByRole("button", { name: "打印核对单" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("第 1 页，共 1 页")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "进入服务台" }).click();
  await expect(places(page).filter({ hasText: "人员" })).toBeVisible();
  // What is to be done first stands there.
  await expect(page.getByRole("heading", { name: "人员", exact: true })).toBeVisible();
  await expect(page.getByText(/^现在只有您一个人。/)).toBeVisible();
  await page.keyboard.press("n");
  await expect(page.getByRole("dialog", { name: "添加人员" }).getByLabel("姓名")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByText("演示数据")).toHaveCount(0);
  const again = await call<{ code?: string }>(page, "person_first", { name: "另一位", password: "Example-2026" });
  expect(again.code).toBe("already_started");
});

test("the sign-in is drawn before the program answers, and nothing typed is lost when it does", async ({ page }) => {
  await page.goto(NEW);
  await call(page, "person_sign_out", {});
  await page.reload();
  await expect(page.getByRole("button", { name: "登录" })).toBeVisible();
  let answer: () => void = () => undefined;
  const held = new Promise<void>((done) => (answer = done));
  await page.route("**/call", async (route) => {
    if (route.request().postData()?.includes("desk_state")) await held;
    await route.continue();
  });
  await page.reload();
  await expect(page.getByLabel("姓名")).toBeFocused();
  await page.keyboard.type("示例管理员");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Example-2026");
  const heard = page.waitForResponse((response) => response.request().postData()?.includes("desk_state") ?? false);
  answer();
  await heard;
  await expect(page.getByLabel("姓名")).toHaveValue("示例管理员");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "锁屏" })).toBeVisible();
  // Read again in the same window, the page waits for who is there.
  const drawn: string[] = [];
  await page.exposeFunction("drew", (text: string) => drawn.push(text));
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.querySelector(".sign-in")) (window as unknown as { drew: (text: string) => void }).drew("sign-in");
    }).observe(document, { subtree: true, childList: true });
  });
  await page.unroute("**/call");
  await page.reload();
  await expect(page.getByRole("button", { name: "锁屏" })).toBeVisible();
  expect(drawn).toEqual([]);
});

test("the key of the first start seals the first signature", async ({ page }) => {
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
  await press(page, "签字确认");
  const form = drawer(page);
  await form.getByText("拒签", { exact: true }).click();
  await form.getByLabel("原因", { exact: false }).first().fill("不愿签字");
  await form.getByLabel("见证人", { exact: false }).first().fill("示例物业");
  await form.getByRole("button", { name: /确认并封存$/ }).click();
  await expect(page.locator(".ant-drawer-content-wrapper")).toHaveCount(0);
  await go(page, "设置与日历");
  await page.getByRole("tab", { name: "封存密钥" }).click();
  await expect(page.getByText("可以封存")).toBeVisible();
  await expect(page.getByRole("button", { name: "导出保管" })).toBeEnabled();
  await certificate(page, value.ticket.id);
});

/** An authority's certificate for the company is brought, signs, and is put away. */
async function certificate(page: Page, ticket: number) {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  const openssl = (text: string, ...more: string[]) => execFileSync("openssl", [...text.split(" "), ...more], { cwd: folder, stdio: "pipe" });
  openssl("req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 3650 -utf8", "-subj", "/CN=示例发证机构");
  openssl("req -newkey rsa:2048 -nodes -keyout own.key -out own.csr -utf8", "-subj", "/CN=示例供水有限公司");
  openssl("x509 -req -in own.csr -CA root.pem -CAkey root.key -CAcreateserial -days 700 -out own.pem");
  openssl("pkcs12 -export -inkey own.key -in own.pem -certfile root.pem -passout pass:示例证书口令 -out own.p12");

  await go(page, "设置与日历");
  await page.getByRole("tab", { name: "封存密钥" }).click();
  await expect(page.getByText("未使用公司证书")).toBeVisible();
  await page.getByRole("button", { name: "导入证书" }).click();
  const dialog = page.getByRole("dialog", { name: "导入公司证书" });
  const ask = dialog.getByLabel("证书文件");
  await expect(ask).toBeFocused();
  await dialog.getByRole("button", { name: /启\s?用/ }).click();
  await expect(dialog.getByText("请选择证书文件。")).toBeVisible();
  await ask.focus();
  await chooseFiles(page, { name: "便条.p12", mimeType: "application/x-pkcs12", buffer: Buffer.from("便条") });
  await expect(ask).toBeFocused();
  await expect(ask).toHaveText("便条.p12");
  await dialog.getByLabel("证书口令").fill("不是这个");
  await dialog.getByLabel("原因").fill("首次启用");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText(/这不是带有密钥的证书文件/)).toBeVisible();
  await dialog.locator("input[type=file]").setInputFiles(join(folder, "own.p12"));
  await dialog.getByRole("button", { name: /启\s?用/ }).click();
  await expect(dialog.getByText("口令不正确，请重新输入。")).toBeVisible();
  await expect(dialog.getByLabel("原因")).toHaveValue("首次启用");
  await dialog.getByLabel("证书口令").fill("示例证书口令");
  await dialog.getByRole("button", { name: /启\s?用/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("导出的文件由公司证书签名")).toBeVisible();
  await expect(page.locator("tr", { hasText: "示例供水有限公司" }).getByText("使用中")).toBeVisible();
  await picture(page, "certificate");
  const file = await call<{ base64: string }>(page, "ticket_print", { ticket, page: "acknowledgement" });
  const proof = await call<{ verdict: string; lines: { label: string; value: string }[] }>(page, "proof_check", { base64: file.base64 });
  expect(proof.verdict).toBe("genuine");
  expect(proof.lines.find((line) => line.label === "文件证书")?.value).toContain("公司证书“示例供水有限公司”，由“示例发证机构”签发");
  await page.getByRole("button", { name: /停\s?用/ }).click();
  const away = page.getByRole("dialog", { name: "停用公司证书" });
  await away.getByLabel("原因").fill("换领新证书");
  await page.keyboard.press("Enter");
  await expect(away).toHaveCount(0);
  await expect(page.getByText("未使用公司证书")).toBeVisible();
}
