// What is said of how far the data can be believed: to everybody where they differ from the record outside of them, else to the administrator.
import type { TrustView } from "../gen/wire";
import { moment } from "../time/shanghai";

const MEANWHILE = "其他工作照常；签字请改用纸质单据，扫描后在“扫描登记”中暂存。请联系系统管理员，在“设置与日历”的“封存密钥”中核对密钥。";

/** Where nothing may be sealed until an administrator has compared the key's sheet. */
export function trustProblem(trust: TrustView): string | null {
  if (!trust.sealing_stopped) return null;
  const lost = trust.lost > 0 ? `，缺少 ${trust.lost} 条记录` : "";
  const known = trust.written_at === null ? "" : `（核对记录写于 ${moment(trust.written_at)}${lost}）`;
  return `${trust.witness_zh}${known}。现在不能封存签字。${MEANWHILE}`;
}

/** What an administrator is told besides. */
export function trustNotice(trust: TrustView): string | null {
  if (trust.sealing_stopped || trust.witness === "demo") return null;
  if (trust.confirm === "older_file") return "人员、设置等记录尚未由封存密钥签名。请打印密钥核对单，照单核对密钥一次，此后只有经签名的记录有效。";
  if (trust.confirm === "no_record") return "本机尚无核对记录，不能确认数据与上次使用时一致。请照密钥核对单核对密钥。";
  if (trust.unconfirmed.length > 0) return `有尚未核对的封存密钥：${trust.unconfirmed.join("、")}。请照新密钥的核对单核对。`;
  if (trust.witness === "unchecked") return "封存密钥尚未解锁，或不在本机，数据未与核对记录核对。";
  return null;
}

/** What is said below a check that found nothing: it holds together, and whose it is. */
export function trustSaid(trust: TrustView): { good: boolean; said: string } {
  const said = trustProblem(trust) ?? trustNotice(trust);
  if (said !== null) return { good: false, said };
  if (trust.witness === "demo") return { good: true, said: "演示数据由演示密钥封存，不能作为凭据。" };
  const behind = trust.behind > 0 ? `，其后又有 ${trust.behind} 条记录` : "";
  return { good: true, said: `与本机核对记录一致${behind}；封存密钥 ${trust.key}，应与核对单和月报所印相同。` };
}
