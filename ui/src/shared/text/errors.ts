// What the program's refusals say to a person: what is the matter, and what to do next. Exhaustive by type: a
// code without a sentence does not compile. Deliberately absent: codes a screen invents; `detail`, which is
// for whoever maintains the program; the shell writes it to its log.
import type { Code, Refusal } from "../../gen/wire";
import { formatMoment } from "../time/shanghai";

type Args = Record<string, unknown>;
type Sentence = (args: Args) => string;

const text = (value: unknown, otherwise = ""): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : otherwise;
const time = (value: unknown): string => (typeof value === "number" ? formatMoment(value) : text(value));
const megabytes = (value: unknown): string => (typeof value === "number" ? (value / 1_048_576).toFixed(1) : "?");

/** The first broken place of the journal, and what it is about. */
function broken({ seq, number }: Args): string {
  if (seq === undefined) return "";
  const about = number ? `，签字确认单 ${text(number)}` : "";
  return `（最先在第 ${text(seq)} 条记录处发现${about}）`;
}

/** What a file consists of. */
const KINDS: Record<string, string> = { trigger: "触发器", view: "视图", table: "表", index: "索引" };

/** The tables that are compared with the records. */
const TABLES: Record<string, string> = {
  ticket: "工单",
  ticket_search: "工单查找",
  customer: "用户资料",
  customer_search: "用户查找",
  old_ticket: "旧工单",
  person: "人员",
  setting: "设置",
  acknowledgement: "签字记录清单",
  file: "附件清单",
  erased: "到期清除清单",
  erased_file: "到期清除清单",
  scan: "扫描单据",
  journal: "操作记录",
  line_signature: "操作记录的签名",
};

/** Tables as people know them, each once; what is none of them is not of this program. */
export const listTableNames = (tables: readonly string[]): string[] => [...new Set(tables.map((table) => TABLES[table] ?? "不属于本系统的内容"))];

/** What an administrator does about a file that somebody has edited. */
const REBUILD = "请按记录重建后继续工作，并由系统管理员查明原因。";

const WHAT: Record<string, string> = {
  ticket: "工单",
  customer: "用户",
  person: "人员",
  attachment: "附件",
  acknowledgement: "签字确认单",
  record: "签字确认单",
  scan: "扫描单据",
  place: "停水地点",
  folder: "文件夹",
};

export const REFUSAL_SENTENCES: Record<Code, Sentence> = {
  bad_request: () => "提交的内容不符合要求，请检查后重试。",
  unknown_command: () => "程序不认识这项操作，请更新程序后重试。",
  not_signed_in: () => "您还没有登录，请先登录。",
  locked: () => "服务台已锁定，请输入密码解锁。",
  not_permitted: (a) =>
    a.witness === true
      ? "数据与本机核对记录不同，须由核对记录写成时的系统管理员办理：请填写其中一位的密码，或恢复较新的备份。"
      : "您的岗位没有这项权限，如有需要请联系系统管理员。",
  wrong_password: (a) =>
    a.witness === true ? "与核对记录中系统管理员的密码不同，请重新输入。" : "姓名或密码不正确，请重新输入。",
  too_many_attempts: (a) => `密码连续输错多次，请等待 ${text(a.seconds, "60")} 秒后再试。`,
  already_started: () => "系统管理员已经建立，请直接登录。",
  first_start_needed: () => "还没有系统管理员，请先建立系统管理员。",
  wrong_key_id: () => "密钥编号与本数据的密钥不同，请照核对单重新输入；仍不相同的，请先查明原因。",
  witness_differs: (a) =>
    a.copy !== undefined
      ? `这是数据副本（副本编号 ${text(a.copy)}，原数据在 ${text(a.folder)}）：副本不封存签字，也不变更人员和设置，实际业务请在原数据中办理。`
      : `${text(a.state, "数据与核对记录不符")}，现在不能封存，也不能变更人员和设置。签字请改用纸质单据；请系统管理员在“封存密钥”中核对密钥。`,
  not_confirmed: (a) => `前后一致，但没有可供核对的依据：${text(a.state, "本机尚无核对记录")}。`,
  nobody_left: (a) => `照密钥 ${text(a.key)} 核对后，数据中没有任何系统管理员：这不是本公司的数据，或被改动过。请恢复备份。`,
  nothing_to_confirm: () => "密钥已经核对过，不需要再次核对。",
  last_admin: () => "这是最后一位在用的系统管理员，请先指定另一位系统管理员。",
  weak_password: (a) =>
    a.distinct === undefined
      ? `密码至少 ${text(a.least, "8")} 位，且不能与姓名相同，请换一个密码。`
      : `口令至少 ${text(a.least, "12")} 个字，其中至少有 ${text(a.distinct, "5")} 个不同的字，请换一个口令。`,
  name_taken: ({ what }) => (what === "person" ? "已有同名人员，请换一个名字（例如加上部门）。" : "与另一项重名或重复，请换一个。"),
  required: () => "这一项必须填写。",
  too_long: (a) => `内容过长：最多 ${text(a.most)} 个字，现在是 ${text(a.is)} 个字，请删减。`,
  bad_text: () => "内容里有不可见的控制字符，请删除后重新输入。",
  bad_phone: () => "电话号码不正确：请填写 5 至 20 位数字，可以带 + - 空格和括号。",
  bad_month: () => "月份不正确，请重新选择月份。",
  bad_calendar: () => "日历不正确：日期须真实存在，同一天的时段不能交叉，请检查后再保存。",
  bad_date: (a) => `“${text(a.value, "这一格")}”不是可以识别的日期或时间，请按 2026-11-24 和 14:30 的样子填写。`,
  bad_sheet: () => "文件不是可以读取的表格，或缺少需要的表头，请对照模板检查后重新选择文件。",
  out_of_range: (a) => {
    if (a.what === "ticket") return `一次最多打印 ${text(a.most)} 张工单，请分批打印。`;
    if (a.what === "export") return `一次最多导出 ${text(a.most)} 件工单，请增加筛选条件后再导出。`;
    if (a.what === "sheet") return `表格最多 ${text(a.most)} 行，请分成几个文件。`;
    if (a.what === "view") return `共享视图最多 ${text(a.most)} 个，请先删除不用的视图。`;
    if (a.what === "shift") return `结束时间须晚于开始时间，一个班次最长 ${text(a.most)} 小时，请核对。`;
    if (a.what === "picture") return `图片的宽和高均须为 ${text(a.least)} 至 ${text(a.most)} 像素，请调整后再选择。`;
    return `超出范围：请填写 ${text(a.least)} 至 ${text(a.most)}。`;
  },
  bad_time: () => "时间不正确：请填写 2000 年至 2199 年之间的时间。",
  time_in_future: (a) => `时间不能晚于现在${a.now === undefined ? "" : `（${time(a.now)}）`}，请改为实际发生的时间。`,
  time_before_previous: (a) => `时间不能早于前一步（${time(a.previous)}），请核对后修改。`,
  time_not_later: () => "约定的时间须晚于登记的时间，请重新选择。",
  not_found: (a) => {
    if (a.what === "printing") return "这次打印已经中断，请重新打印。";
    if (a.what === "folder") return "没有找到这个文件夹，请核对路径，或先新建文件夹。";
    return `没有找到这条${WHAT[text(a.what)] ?? "记录"}，请核对后重新查找。`;
  },
  stale_version: (a) => {
    if (a.what === "key") return "封存密钥刚刚在另一个窗口中更换，请再提交一次。";
    if (a.what === "data") return "数据刚刚有变化，没有核对。请查看现在的提示，再办理一次。";
    return "这张工单刚刚被别人更新。已为您读取最新内容，您填写的内容还在，请核对后再次提交。";
  },
  cannot_withdraw: (a) => {
    if (a.why === "person") return "上一步是别人登记的，不能由您撤回。如有错误，请在备注中说明。";
    if (a.why === "time") return "登记已超过一分钟，不能撤回。如有错误，请在备注中说明。";
    return "上一步不能撤回：签字、附件、关联工单等一经登记即保留。如有错误，请在备注中说明。";
  },
  wrong_stage: (a) => `工单现在是“${text(a.stage_zh, "其他环节")}”，不能${text(a.step_zh, "做这一步")}，请查看最新进展。`,
  arrangement_missing: () => "非工作时间发起的报修，转派前须先登记安排：谁去、何时到、告知用户什么。",
  arrangement_in_hours: () => "工作时间发起的报修由总工办派工，请直接转派生调部。",
  return_in_hours: () => "工作时间发起的报修不得退单。如确有困难，请申请延时或与用户预约时间。",
  before_the_meter: () => "问题在表前，不属于义务维修，请用“转表前维修”转出。",
  extension_pending: () => "已有一份延时申请等待批准，请先处理这一份。",
  no_extension_pending: () => "没有等待批准的延时申请，请刷新后查看。",
  extension_own_request: () => "申请人不能审批自己的延时申请，请由总工办另一位人员审批。",
  decided_here: (a) => `“${text(a.step_zh, "这一步")}”由登录人员当场办理，时间即为现在，不能填写其他时间或其他人。`,
  office_decides: (a) => `“${text(a.step_zh, "这一步")}”由总工办办理；总工办没有其他在用人员时，才能由客服主管办理。`,
  named_themselves: () => "这里填写作出决定的人。您的岗位不作这项决定，请填写电话中告知您的人。",
  hours_own_report: () => "上报工时的人不能核定工时，请由总工办另一位人员核定。",
  extension_not_later: (a) => `新时限须晚于现在的时限（${time(a.limit)}），请重新选择。`,
  no_valve_task: () => "没有等待这一步的关阀任务，请刷新后查看。",
  valve_not_asked: () => "请先登记“要求关阀”，再登记生调部安排的稽查班组。",
  valve_unnamed: () => "这次关阀还没有安排稽查班组，请先登记“安排关阀”。",
  not_acknowledged: () => "用户还没有签字，也没有登记拒签，请先完成签字确认。",
  bad_url: () => "地址须以 http:// 或 https:// 开头。",
  no_stamp: () => "时间戳服务没有应答，请检查网络和地址。",
  bad_stamp: () => "时间戳服务的答复不能使用，请核对地址，或联系时间戳服务商。",
  erased: () => "这张工单保存期已满，个人信息已清除，不能再办理或打印。",
  already_acknowledged: () => "已经签字或登记拒签，签字记录不能更改；有误的，请办理“更正签字”。",
  hours_not_verified: () => "工时还没有核定，请先由总工办核定工时。",
  hours_reason_missing: () => "核定工时与上报工时不同，请写明原因。",
  not_followed_up: (a) => `还没有完成回访：须接通一次，或未接通满 ${text(a.attempts, "规定的")} 次。`,
  conduct_unanswered: () => "用户已接通，请如实登记“吃拿卡要”的询问结果。",
  no_violation: () => "没有等待处理的违规记录，请刷新后查看。",
  unknown_crew: (a) => `没有名为“${text(a.crew)}”的班组，请从列表中选择，或请管理员在设置中添加。`,
  wrong_crew: (a) =>
    `检漏、取样和关阀只能安排稽查队，班组“${text(a.crew, "这个班组")}”${a.department_zh === undefined ? "不是稽查队的班组" : `属于${text(a.department_zh)}`}，请另选班组。`,
  bad_merge: () => "不能并入这张工单：不能是本单、已并单、已作废或其他服务的工单，请另选原单。",
  wrong_service: (a) =>
    `“${text(a.service_zh, "这项服务")}”的工单没有“${text(a.step_zh, "这一步")}”，请在对应服务的工单上办理。`,
  consent_unanswered: () => "这件事需要公司处理，请先征求用户意见并登记“征求同意”，再办结。",
  consent_missing: () => "用户还没有同意由公司处理，不能转开工单。请先在原单上登记“征求同意”。",
  link_missing: () => "用户已同意由公司处理，请先为负责的部门转开关联工单，再办结。",
  bad_link: (a) => `从这张工单不能转开“${text(a.service_zh, "这项服务")}”工单，请另选服务。`,
  left_not_here: () => "只有提醒服务可以留置通知，请改用签字，或登记拒签和见证人。",
  not_a_photo: () => "留置通知须以照片（JPEG、PNG）为凭，不能用其他文件，请另选或添加照片。",
  leak_not_found: () => "还没有找到漏点，暂时没有需要维修的内容，请先完成检漏。",
  not_concluded: () => "暂时无法答复的检漏，须先上报公司研究并登记研究结论，才能回复用户。",
  not_escalated: () => "还没有上报公司研究，请先登记“上报研究”，再登记研究结论。",
  no_sample: () => "还没有取样，请先登记取样。",
  sample_not_received: () => "水质检测中心还没有收样，请先登记收样，再填写检测结果。",
  bad_value: (a) =>
    `检测值“${text(a.value)}”不正确：请填写不小于 0、小数不超过六位的数字，低于检出限的填“＜0.01”，也可填“未检出”。`,
  bad_unit: (a) => `单位不正确：这项指标的单位是“${text(a.unit, "无单位")}”，请核对后重新填写。`,
  unknown_parameter: () => "标准表中没有这项指标，请从表中选择，或请管理员在设置中添加。",
  parameter_twice: () => "同一项指标填写了两次，请删除一个。",
  checklist_incomplete: (a) => `检查表还没有填完${a.rule === undefined ? "" : `：“${text(a.rule)}”`}，请逐项确认。`,
  not_authorised: () => "公司还没有授权送水，不能出车。请先登记“授权送水”。",
  safety_not_checked: () => "还没有登记现场安全检查，请先登记“安全检查”，再办结。",
  gap_reason_missing: (a) =>
    `还有没送到的地方${a.places === undefined ? "" : `：${text(a.places)}`}。请安排送水，或写明没有送到的原因后再办结。`,
  place_twice: (a) => `“${text(a.place, "同一个地方")}”在停水范围里出现了两次，请合并成一行。`,
  key_missing: (a) =>
    a.sheet !== undefined
      ? `这把密钥不在本机，或没有解锁。本机可用的密钥是 ${text(a.sheet)}：请打印它的核对单，照新单输入编号。`
      : a.to_confirm === true
        ? "这把密钥不在本机：请先导入另行保管的密钥文件，再照核对单核对。"
        : "本机没有封存密钥，不能封存签字记录。请管理员在“设置与日历”的“封存密钥”中导入密钥，或启用新密钥。",
  key_locked: () => "封存密钥尚未解锁，请先输入密钥口令。",
  key_passphrase_needed: () => "本机不能保管密钥，请先为封存密钥设置口令。",
  wrong_passphrase: () => "口令不正确，请重新输入。",
  template_not_free: () => "签字确认单的文本须写明服务免费，请补充。",
  not_sealed: () => "这条记录早于密钥封存，只能用校验值核对，不能导出证据包。",
  bad_anchor: () => "锚点应写成 19583-9f3a-77c2-01bd-55e0-8d41 的样子（旧月报的锚点较短），请对照月报核对。",
  real_only: () => "演示数据使用固定的演示密钥，不能更换密钥或使用公司证书。",
  bad_key_file: () => "这不是本系统正在使用的密钥文件，请另选文件。",
  month_not_over: () => "这个月还没有结束，月底以后才能封账。",
  section_twice: () => "同一项内容只能选一次，请重新选择。",
  month_closed: () => "这个月已经封账。如须改数，请先重新打开并写明原因。",
  month_not_closed: () => "这个月没有封账，请刷新后查看。",
  bad_certificate: () => "这不是带有密钥的证书文件（.p12 或 .pfx），或密钥与证书不相配，请另选文件。",
  bad_authority: () => "这不是时间戳服务机构的证书，请选择该机构公布的证书文件（.cer、.crt 或 .pem）。",
  certificate_kind: () =>
    "这张证书不能用于签名：须为可作数字签名的 RSA（2048 至 4096 位）或 P-256 证书，暂不支持国密 SM2，请向发证机构换领。",
  certificate_expired: (a) => `这张证书不在有效期内（${text(a.from)} 至 ${text(a.until)}），请另选证书。`,
  too_little_ink: () => "笔迹太少，不能作为签字，请用户重新签名。",
  bad_media: (a) =>
    a.what === "logo"
      ? "标志须为可以打开的 PNG 或 JPEG 图片，请换一个文件。"
      : "只能添加 JPEG、PNG 图片或 PDF 文件，请换一个文件。",
  cmyk_picture: () => "这张图片是印刷用的 CMYK 颜色，不能用于报告，请另存为 RGB 颜色的 PNG 或 JPEG 图片。",
  file_too_large: (a) => `文件过大：最多 ${megabytes(a.most)} MB，现在是 ${megabytes(a.is)} MB，请压缩后再添加。`,
  picture_too_large: (a) => `图片尺寸过大（${text(a.width)} × ${text(a.height)} 像素），不能读取，请缩小后再添加。`,
  content_too_large: () => "文件展开后的内容过大，不能读取，请确认文件来源，或拆成几个较小的文件。",
  read_only: () => "数据文件不能写入，请检查文件夹权限，已保存的内容没有改动。",
  disk_full: () => "磁盘已满，这次没有保存，已有内容没有改动。请清理磁盘后重试。",
  damaged: (a) => `数据文件有损坏${broken(a)}，请停止录入，由系统管理员从备份恢复。`,
  foreign_object: (a) =>
    `数据文件中有不属于本系统的${text(KINDS[text(a.kind)], "内容")}${a.name === undefined ? "" : `“${text(a.name)}”`}，可能改动写入的数据。${REBUILD}`,
  schema_changed: (a) =>
    `数据文件中的${text(KINDS[text(a.kind)], "内容")}${a.name === undefined ? "" : `“${text(a.name)}”`}缺失或被改动。${REBUILD}`,
  table_differs: (a) =>
    `数据文件中的${text(TABLES[text(a.table)], "数据")}${a.key === undefined ? "" : `（${text(a.key)}）`}与记录不符，可能有人绕过本系统作了改动。${REBUILD}`,
  unexpected: () => "程序出现意外情况，这次没有保存，数据文件没有损坏。请重试，仍不行的，请联系管理员。",
  newer_file: () => "数据文件由更新版本的程序写成，本程序没有改动它。请更新程序后再打开。",
  stopped: () => "已停止，没有保存任何内容。",
  busy: (a) =>
    a.what === "scrub"
      ? "个人信息已清除，但数据文件正被其他程序读取，文件中的残留内容尚未清理完，请稍候再清除一次。"
      : "数据文件正被其他程序占用，这次没有保存，请稍候重试。",
  demo_only: () => "这项操作只能用于演示数据。",
  file_exists: (a) => `文件已存在，没有覆盖：${text(a.path)}。请换一个文件名。`,
  file_held: (a) => `文件正被其他程序占用，没有保存：${text(a.path)}。请关闭正在查看它的程序，稍候重试。`,
  network_folder: (a) =>
    `数据不能存放在网络位置：${text(a.path)}。网络上的文件不能可靠加锁，多台电脑同时写入会损坏数据，请改用本机磁盘上的文件夹；备份可以存放在网络位置。`,
  folder_not_writable: (a) =>
    `月报文件夹不能写入：${text(a.path, "没有指定")}。请检查文件夹是否存在、是否有权限，并关闭正在查看的月报；须填写完整路径，如 D:\\月报。`,
  update_no_key: () => "本程序没有装入更新公钥，不能核对更新文件。请向提供程序的单位索取安装程序，由管理员安装。",
  update_unreadable: () => "更新文件不能读取，请检查文件是否存在、共享文件夹是否连通、是否有权限，然后重新选择。",
  update_not_signed: () =>
    "更新文件没有签名，或签名与本程序的更新公钥不符，没有安装。请把安装文件和同名的 .minisig 签名文件放在一起，仍不行的，请向提供程序的单位重新索取。",
  update_other_program: () => "签名有效，但这不是延伸服务台的更新文件，没有安装。请重新选择文件。",
  update_not_newer: (a) =>
    `更新文件的版本${a.is === undefined ? "" : `（${text(a.is)}）`}不高于现在的版本${a.least === undefined ? "" : `（${text(a.least)}）`}，不需要安装。请选择更新的文件。`,
  update_elsewhere: () => "在这个系统上，更新由系统的软件包管理程序安装，请联系管理员。",
  file_problem: () => "文件不能读写，请检查存放位置是否存在、是否有权限，然后重试。",
};

const UNREACHABLE = "程序没有应答，请稍候重试；如仍不行，请重新打开程序，已保存的内容不会丢失。";

/** The sentence of a refusal; `null` means that the program did not answer. */
export function describeRefusal(refusal: Refusal | null): string {
  return refusal ? REFUSAL_SENTENCES[refusal.code](refusal.args) : UNREACHABLE;
}
