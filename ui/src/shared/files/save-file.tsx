// A file the program makes, saved where the person says.
import { App, Button } from "antd";
import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { runCommand } from "../../api/use-command";
import type { OutputFile } from "../../gen/wire";
import { canOpenSavedFile, openSavedFile, saveFile, type CommandRequest } from "../../api/platform";
import { useShowRefusal } from "../dialogs/refusal";

export type FileCommand =
  | "ticket_print"
  | "ticket_export"
  | "report_monthly"
  | "report_workbook"
  | "report_csv"
  | "report_daily"
  | "report_hours"
  | "shift_print"
  | "attachment_get"
  | "proof_bundle"
  | "key_export"
  | "key_sheet";

/** Which tickets were left out, the first few by name: the file's last page names them all. */
export function describeMissingForms(numbers: string[]): string {
  const some = numbers.slice(0, 3).join("、");
  return `有 ${numbers.length} 张工单没有该表单：${some}${numbers.length > 3 ? " 等" : ""}，已列在文件最后一页。`;
}

/** Where it is, and a way to look at it or print it. */
function Saved({ where, say }: { where: string; say: (error: unknown) => void }) {
  return (
    <>
      已保存：{where}
      {canOpenSavedFile(where) && (
        <Button type="link" size="small" onClick={() => void openSavedFile(where).catch(say)}>
          打开
        </Button>
      )}
    </>
  );
}

/** What there is to tell of a file. */
export function listFileNotices({ unstamped, uncertified, without, missing }: OutputFile): string[] {
  return [
    ...(unstamped ? ["没有取得可采用的时间戳（没有应答，或机构尚未登记），文件已照常签名；以后可重新导出。"] : []),
    ...(uncertified ? ["公司证书已过期或不在这台电脑上，文件由本系统自带的证书签名。请告知管理员。"] : []),
    ...(without.length > 0 ? [describeMissingForms(without)] : []),
    ...(missing.length > 0 ? [`字体中没有这些字，已用编码代替：${missing.join(" ")}。请核对打印件。`] : []),
  ];
}

/** Saves a file where the person says, and tells what there is to tell of it, unless it was `told`. Whether it was saved. */
export function useSaveReadyFile() {
  const { message } = App.useApp();
  const say = useShowRefusal();
  return async (file: OutputFile, told = false): Promise<boolean> => {
    try {
      const where = await saveFile(file.name, file.base64, file.media);
      if (where !== null) void message.success(<Saved where={where} say={say} />, 5);
      if (!told) listFileNotices(file).forEach((text) => void message.warning(text, 8));
      return where !== null;
    } catch (error) {
      say(error);
      return false;
    }
  };
}

export function useSaveFile<N extends FileCommand>(name: N) {
  const client = useQueryClient();
  const say = useShowRefusal();
  const keep = useSaveReadyFile();
  const [busy, setBusy] = useState(false);
  const make = async (request: CommandRequest<N>, done?: () => void) => {
    setBusy(true);
    try {
      const file: OutputFile = await runCommand(client, name, request);
      if (await keep(file)) done?.();
    } catch (error) {
      say(error);
    } finally {
      setBusy(false);
    }
  };
  return { save: (request: CommandRequest<N>, done?: () => void) => void make(request, done), busy };
}
