// What is said of how far the data can be believed: to everybody where they differ from the record outside of them, else to the administrator.
// `confirms`: whether whoever reads it may compare the key with its sheet.
import type { TrustView } from "../../gen/wire";
import { formatMoment } from "../../shared/time/shanghai";

/** A key's id as it is printed: four groups of four. */
export const formatKeyId = (id: string): string => id.match(/.{1,4}/g)?.join("-") ?? "";

const MEANWHILE = "也不能变更人员和设置，其他工作照常；签字请改用纸质单据，扫描后在“扫描登记”中暂存。";
const WHO_CONFIRMS = "请系统管理员在“设置与日历”的“封存密钥”中核对密钥。";
const COPY = "副本不封存签字，也不变更人员和设置；实际业务请在原数据中办理。";
const COPY_MOVED = "数据确已移到这里的，请核对密钥。";
const CONFIRM = "请查明原因，再取出密钥核对单核对密钥。";
const CONFIRM_NEW = "请打印新密钥的核对单，照单核对密钥。";

/** What differs, since when, and of which data these are a copy. */
function differs(trust: TrustView): string {
  const known = [
    trust.copy && `副本编号 ${trust.copy.id}，原数据在 ${trust.copy.folder}${trust.copy.still_there ? "" : "，该文件夹中已没有数据"}`,
    trust.copy?.differs,
    trust.written_at !== null && `核对记录写于 ${formatMoment(trust.written_at)}`,
    trust.lost > 0 && !trust.copy && `缺少${trust.lost_since === null ? "" : ` ${formatMoment(trust.lost_since)} 以后的`} ${trust.lost} 条记录`,
  ].filter(Boolean);
  return `${trust.witness_zh}${known.length > 0 ? `（${known.join("，")}）` : ""}。`;
}

/** What somebody should know before they say that the data go on under this key: what differs, and what becomes of it. */
export function describeConfirmation(trust: TrustView): string[] {
  const taken = "核对以后，以现有数据为准，本次核对和原因记入审计记录。";
  if (trust.copy) {
    return [
      differs(trust),
      "副本或恢复演练不必核对：请关闭本窗口，副本可以照常查看和练习，只是不封存签字，原数据不受影响。",
      `只有数据确已移到这里，才核对。${taken}原文件夹中的数据此后不能再封存签字。`,
      ...listConsequences(trust),
    ];
  }
  const sheet = trust.unconfirmed.length > 0 ? "新密钥请先打印它的核对单，照新单输入。" : "";
  return trust.sealing_stopped ? [differs(trust), `请先查明原因。${taken}${sheet}`, ...listConsequences(trust)] : [`${taken}${sheet}`, ...listConsequences(trust)];
}

/** What ends by it, and what is taken as it is. */
function listConsequences(trust: TrustView): string[] {
  const { ending_accounts: people, older_passwords: older, missing_power_lines: missing, broken_lines: broken } = trust;
  return [
    people.length > 0 ? `核对以后，这些人员的账号不再有效：${people.join("、")}。仍在岗的，请由系统管理员重新添加。` : "",
    older.length > 0 ? `这些人员的口令恢复为较早的口令：${older.join("、")}。口令曾经泄露的，请立即重置。` : "",
    missing > 0 ? `缺少 ${missing} 条设置、封存密钥或结账的记录，核对以后请检查设置和已结账的月份。` : "",
    broken.length > 0 ? `有 ${broken.length} 处记录前后不衔接（第 ${broken.slice(0, 10).join("、")} 条${broken.length > 10 ? "等" : ""}），核对以后按现状继续。` : "",
  ].filter(Boolean);
}

/** What an administrator does: of a key that nobody has compared yet the sheet has to be printed first. */
const toConfirm = (trust: TrustView): string => (trust.unconfirmed.length > 0 ? CONFIRM_NEW : CONFIRM);

/** What becomes of a copy, and what ends that. */
const copyAdvice = (confirms: boolean): string => `${COPY}${confirms ? COPY_MOVED : ""}`;

/** What may be done with paper and pages that cannot be sealed now. */
export function describeSealingAdvice(trust: TrustView, confirms: boolean): string {
  if (trust.copy) return copyAdvice(confirms);
  return confirms ? "请核对密钥，然后逐份登记。" : "请系统管理员核对密钥，然后逐份登记。暂存的单据不会丢失，不必重新扫描。";
}

/** Where nothing may be sealed until an administrator has compared the key's sheet. */
export function findTrustProblem(trust: TrustView, confirms = false): string | null {
  if (!trust.sealing_stopped) return null;
  if (trust.copy) return `${differs(trust)}${copyAdvice(confirms)}`;
  return `${differs(trust)}现在不能封存签字，${MEANWHILE}${confirms ? toConfirm(trust) : WHO_CONFIRMS}`;
}

/** What an administrator is told besides. */
export function findTrustNotice(trust: TrustView, confirms = true): string | null {
  if (trust.sealing_stopped || trust.witness === "demo") return null;
  const please = confirms ? "请" : "请系统管理员";
  if (trust.confirm === "older_file") return `人员、设置等记录尚未由封存密钥签名。${please}打印密钥核对单，照单核对密钥一次，此后只有经签名的记录有效。`;
  if (trust.confirm === "no_record") return `本机尚无核对记录，不能确认数据与上次使用时一致。${please}照密钥核对单核对密钥。`;
  if (trust.unconfirmed.length > 0) return `有尚未核对的封存密钥：${trust.unconfirmed.map(formatKeyId).join("、")}。${please}照新密钥的核对单核对。`;
  if (trust.witness === "unchecked") return "封存密钥尚未解锁，或不在本机，数据未与核对记录核对。请值班人员或系统管理员输入密钥口令后再校验。";
  return null;
}

/** How the data stand to what lies outside of them. */
export function describeTrust(trust: TrustView, confirms = false): { good: boolean; said: string } {
  const said = findTrustProblem(trust, confirms) ?? findTrustNotice(trust, confirms);
  if (said !== null) return { good: false, said };
  if (trust.witness === "demo") return { good: true, said: "演示数据由演示密钥封存，不能作为凭据。" };
  const behind = trust.behind > 0 ? `，其后又有 ${trust.behind} 条记录` : "";
  return { good: true, said: `与本机核对记录一致${behind}；封存密钥 ${trust.key}，应与最近的核对单和启用该密钥以后的月报所印相同。` };
}

/** The result of a check that found nothing in the data themselves. What differs from outside comes first: a file that was exchanged whole
 *  holds together as well. */
export function describeCheckResult(trust: TrustView, confirms: boolean, held: string): { type: "success" | "warning" | "error"; title: string; description: string } {
  const { good, said } = describeTrust(trust, confirms);
  if (good) return { type: "success", title: `校验通过：${held}。`, description: said };
  return {
    type: trust.sealing_stopped ? "error" : "warning",
    title: trust.sealing_stopped && !trust.copy ? `${differs(trust)}${confirms ? toConfirm(trust) : WHO_CONFIRMS}` : said,
    description: `数据文件内部前后一致（${held}），但不能据此确认就是原来的数据：整个文件被换过或恢复过的，内部也是一致的。`,
  };
}
