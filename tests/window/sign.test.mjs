// A customer signs in the real window, on a desk that is no demo: the key that seals it is made then and there and kept by
// the computer's own store for secrets.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { begin, call, done, element, end, inSession, open, picture, press, says, script, shut, start, type } from "./driver.mjs";

const data = mkdtempSync(join(tmpdir(), "desk-window-"));
const secrets = mkdtempSync(join(tmpdir(), "desk-secrets-"));
const PASSWORD = "Example-2026";
let ticket;

/** A hand writes on the field of the page in front. */
async function write() {
  const field = await element("svg.pad");
  const origin = { "element-6066-11e4-a52e-4f735466cecf": field };
  const move = (x, y) => ({ type: "pointerMove", duration: 60, origin, x, y });
  const strokes = [[-120, -20], [-30, -25], [50, -10]];
  const actions = strokes.flatMap(([x, y]) => [move(x, y), { type: "pointerDown", button: 0 }, move(x + 30, y + 15), move(x + 10, y + 40), move(x + 60, y + 30), { type: "pointerUp", button: 0 }]);
  await inSession("POST", "/actions", { actions: [{ type: "pointer", id: "hand", parameters: { pointerType: "mouse" }, actions }] });
}

async function windows() {
  for (let tries = 0; tries < 20; tries += 1) {
    const all = await inSession("GET", "/window/handles");
    if (all.length > 1) return all;
    await sleep(500);
  }
  return inSession("GET", "/window/handles");
}

before(async () => {
  start("gnome-keyring-daemon", ["--foreground", "--unlock", "--components=secrets"], { input: "a test", env: { XDG_DATA_HOME: secrets } });
  begin();
  await open(data);
});

after(async () => {
  await end();
  for (const folder of [data, secrets]) rmSync(folder, { recursive: true, force: true });
});

test("the first start makes the administrator, and a repair is done up to its signature", async () => {
  await says("首次启动");
  await type("input[autocomplete=username]", "示例管理员");
  const fields = await inSession("POST", "/elements", { using: "css selector", value: "input[type=password]" });
  for (const field of fields) await inSession("POST", `/element/${Object.values(field)[0]}/value`, { text: PASSWORD });
  await press("建立管理员并进入");
  // The key was made with it; its sheet is offered first.
  await says("打印核对单");
  await press("进入服务台");
  await says("设置与日历");
  const roles = ["agent", "dispatcher", "engineer", "inspector", "repairer", "lab", "manager", "admin", "auditor"];
  await done("person_add", { name: "示例全岗", password: PASSWORD, roles });
  await done("person_sign_in", { name: "示例全岗", password: PASSWORD });
  const { now } = await done("desk_state", {});
  const at = now - 60_000;
  const asked = { kind: "repair", meter_side: "after", fault: "leak", situation: "卫生间水管漏水", materials_told: true };
  let { value } = await done("ticket_open", { open: { received_at: at, channel: "hotline", name: "示例用户", phone: "12000000000", address: "示例路 1 号", area: "urban", asked } });
  const take = async (name, details) => {
    const { id, version } = value.ticket;
    ({ value } = await done(name, { ticket: id, version, details }));
  };
  // By night an arrangement comes first; the clock of this desk is the computer's.
  if (value.moves.includes("arrange")) await take("ticket_arrange", { crew: "室内维修一班", goes: "某人", planned_at: at + 3_600_000, told: "稍后到" });
  await take("ticket_hand_over", { taken_by: "示例调度" });
  if (!value.moves.includes("arrive")) await take("ticket_assign", { crew: "室内维修一班" });
  await take("ticket_arrive", {});
  await take("ticket_finish", { found: "接头漏水", done: "更换接头", workers: [{ name: "某人", minutes: 30 }], materials: [] });
  ticket = value.ticket.id;
});

test("the customer signs, in a window of their own, which can call nothing of the program", async () => {
  await script(`location.hash = "#/ticket/${ticket}"; location.reload()`);
  await says("可办理");
  await press("签字确认");
  await says("签字地点");
  await press("在用户屏幕上签字");
  await says("内容已显示在用户屏幕上");
  const own = await inSession("GET", "/window");
  const theirs = (await windows()).find((handle) => handle !== own);
  assert.ok(theirs, "there is a second window");
  await inSession("POST", "/window", { handle: theirs });
  await says("不同意的，请不要签名");
  const { refusal } = await call("person_list", {});
  assert.match(String(refusal), /not allowed/, "no capability names this window");
  await write();
  await picture("customer");
  await press("签好了，交还工作人员");
  await says("已交工作人员核对，谢谢。");
  await inSession("POST", "/window", { handle: own });
  await says("用户已签好，请核对后点击");
  assert.ok((await script("return document.querySelectorAll('svg.pad polyline').length")) >= 3, "their strokes stand here");
  await picture("customer-signed");
});

test("it is sealed by a key that the computer keeps, and that is there after a restart", async () => {
  await press("确认并封存");
  await says("签字确认已登记");
  assert.equal((await inSession("GET", "/window/handles")).length, 1, "the customer's window is closed");
  assert.equal((await done("key_list", {})).state, "ready");
  assert.deepEqual(readdirSync(data).filter((name) => name.endsWith(".key")), [], "no key lies beside the data");
  const genuine = async () => {
    const { base64 } = await done("ticket_print", { ticket, page: "acknowledgement" });
    const proof = await done("proof_check", { base64 });
    assert.equal(proof.verdict, "genuine", JSON.stringify(proof.lines));
  };
  await genuine();
  await picture("signed");
  await shut();
  await open(data);
  await says("登录");
  await done("person_sign_in", { name: "示例全岗", password: PASSWORD });
  assert.equal((await done("key_list", {})).state, "ready");
  await genuine();
});

test("data that somebody edited are made again by whoever is there, and work goes on", async () => {
  await shut();
  const edit = "import sqlite3, sys; file = sqlite3.connect(sys.argv[1]); file.execute(\"DELETE FROM person\"); file.commit()";
  execFileSync("python3", ["-c", edit, join(data, "desk.db")]);
  await open(data);
  await says("人员（示例管理员）与记录不符");
  await picture("edited");
  await press("按记录重建");
  await says("数据已按记录重建");
  await picture("rebuilt");
  assert.equal(readdirSync(data).filter((name) => name.startsWith("desk.db.before-rebuild-")).length, 1, "the edited file stays");
  await done("person_sign_in", { name: "示例全岗", password: PASSWORD });
  assert.equal((await done("trust_get", {})).witness, "holds");
});
