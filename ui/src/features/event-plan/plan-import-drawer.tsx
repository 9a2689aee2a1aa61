// 导入计划: a spreadsheet is looked at first, every bad row named; then all of it is taken, or nothing.
import { DownloadOutlined } from "@ant-design/icons";
import { Alert, App, Button, Drawer, Flex, Table, Tag } from "antd";
import { useState } from "react";
import { useChange } from "../../api/use-command";
import type { PlanImported, PlanLine } from "../../gen/wire";
import { MAX_SHEET_BYTES, readBase64 } from "../../shared/files/base64";
import { InitialFocus } from "../../shared/keyboard/initial-focus";
import { FileButton } from "../../shared/files/file-button";
import { useHotkeys } from "../../shared/keyboard/hotkeys";
import { useShowRefusal } from "../../shared/dialogs/refusal";
import { saveFile, refusalOf } from "../../api/platform";
import { describeRefusal } from "../../shared/text/errors";
import { formatMoment } from "../../shared/time/shanghai";

const HEADS = "日期,时间,小区,地点,活动内容,联系人,联系电话";

/** An empty plan for the office's program: UTF-8 with its mark, so that Chinese heads are read. */
async function template(): Promise<void> {
  const text = `\uFEFF${HEADS}\r\n`;
  await saveFile("社区活动计划模板.csv", await readBase64(new Blob([text])), "text/csv");
}

/** Which column a problem belongs to. */
const COLUMN: Record<string, string> = {
  planned_at: "日期",
  "asked.place": "地点",
  "asked.topic": "活动内容",
  community: "小区",
  name: "联系人",
  phone: "联系电话",
};

function what(problem: NonNullable<PlanLine["problem"]>): string {
  const column = problem.field === null ? undefined : COLUMN[problem.field];
  return column ? `${column}：${describeRefusal(problem)}` : describeRefusal(problem);
}

interface Picked {
  name: string;
  base64: string;
}

export function PlanImportDrawer({ close }: { close: () => void }) {
  const [picked, setPicked] = useState<Picked | null>(null);
  const [found, setFound] = useState<PlanImported | null>(null);
  const [problem, setProblem] = useState("");
  const change = useChange("community_import");
  const { message } = App.useApp();
  const say = useShowRefusal();
  const run = (file: Picked, dry: boolean) => {
    setProblem("");
    change.mutate(
      { file, dry_run: dry },
      {
        onSuccess: ({ value }) => {
          if (value.written) {
            void message.success(`已导入 ${value.added} 项活动。`);
            close();
          } else setFound(value);
        },
        onError: (error) => {
          setFound(null);
          setProblem(describeRefusal(refusalOf(error)));
        },
      },
    );
  };
  const take = async (file: File) => {
    const read = await readBase64(file, MAX_SHEET_BYTES).catch(refusalOf);
    if (typeof read !== "string") return setProblem(read ? describeRefusal(read) : "文件不能读取，请换一个文件。");
    const next = { name: file.name, base64: read };
    setPicked(next);
    run(next, true);
  };
  const ready = picked && found && found.bad === 0 && found.added > 0;
  const all = () => ready && !change.isPending && run(picked, false);
  useHotkeys(ready ? [{ press: "Ctrl+Enter", does: "导入活动计划", group: "本页", overDrawer: true, run: all }] : []);
  return (
    <Drawer
      open
      title="导入年度活动计划"
      size={860}
      onClose={close}
      footer={
        <Flex justify="end" gap={8} align="center">
          {ready && <span className="quiet">Ctrl + Enter 导入</span>}
          <Button onClick={close}>取消</Button>
          <Button type="primary" disabled={!ready} loading={change.isPending} onClick={all}>
            {ready ? `导入 ${found.added} 项` : "导入"}
          </Button>
        </Flex>
      }
    >
      <Flex vertical gap={12}>
        <span>
          表格须有表头：日期、时间、小区、地点、活动内容、联系人、联系电话（时间、联系人、联系电话可以没有）。可以是 Excel 文件，也可以是
          CSV 文件。先检查，确认无误后再导入；有一行有问题就都不导入。
        </span>
        <Flex gap={8}>
          <InitialFocus what="button">
            <FileButton accept=".xlsx,.xls,.ods,.csv" take={(file) => void take(file)} type={found ? "default" : "primary"} loading={change.isPending}>
              选择表格
            </FileButton>
          </InitialFocus>
          <Button icon={<DownloadOutlined />} onClick={() => void template().catch(say)}>
            下载空白模板
          </Button>
          {picked && <span style={{ alignSelf: "center" }}>{picked.name}</span>}
        </Flex>
        {problem && <Alert type="error" showIcon title={problem} />}
        {found && <Found found={found} />}
      </Flex>
    </Drawer>
  );
}

function Found({ found }: { found: PlanImported }) {
  const { added, known, bad } = found;
  const title =
    bad > 0
      ? `有 ${bad} 行需要改正，改好后请重新选择表格。`
      : added === 0
        ? "表格中的活动都已在计划中，没有新的活动。"
        : `可导入 ${added} 项${known > 0 ? `，另有 ${known} 项已在计划中` : ""}。`;
  return (
    <>
      <Alert type={bad > 0 ? "error" : added === 0 ? "info" : "success"} showIcon title={title} />
      <Table<PlanLine>
        size="small"
        rowKey="row"
        dataSource={[...found.lines].sort((a, b) => Number(b.problem !== null) - Number(a.problem !== null) || a.row - b.row)}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: "行", dataIndex: "row", width: 56, className: "number" },
          { title: "时间", width: 140, className: "number", render: (_, line) => (line.planned_at === null ? "—" : formatMoment(line.planned_at)) },
          { title: "小区", dataIndex: "community", width: 130, ellipsis: true },
          { title: "地点", dataIndex: "place", width: 130, ellipsis: true },
          { title: "活动内容", dataIndex: "topic", ellipsis: true },
          {
            title: "检查",
            width: 220,
            render: (_, line) =>
              line.problem ? <span className="bad">{what(line.problem)}</span> : <Tag color={line.known ? "default" : "green"}>{line.known ? "已在计划中" : "可导入"}</Tag>,
          },
        ]}
      />
    </>
  );
}
