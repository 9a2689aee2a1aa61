// 批量派工: the crew is chosen once; then each ticket is given to it, one after the other. What is refused stays picked and says why.
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Flex, Form, Modal, Progress as Bar } from "antd";
import { useEffect, useRef, useState } from "react";
import { refreshQueries } from "../../api/refresh";
import { runCommand, useRead } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { Assignment, TicketRow } from "../../gen/wire";
import { InitialFocus } from "../../shared/keyboard/initial-focus";
import { RefusedError, refusalOf } from "../../api/platform";
import { describeRefusal } from "../../shared/text/errors";
import type { TicketSelection } from "./selection";
import { toStepDetails } from "../../services/by-service/step-values";
import { CrewField, GoesField, TextField } from "../../services/common/shared-fields";
import { WhenAndWho } from "../../services/common/when-and-who";
import { findAssignObjection, assignOneByOne, partitionTickets, findAssignCommand, type AssignOutcome, type AssignProgress, type UnassignedTicket } from "./bulk-assign";

/** Refused once, each of them would be. */
const ENDING = ["locked", "not_signed_in", "not_permitted", "unknown_crew"];

interface Props {
  selection: TicketSelection;
  rows: readonly TicketRow[];
  close: () => void;
}

type Values = { crew: string; performed_by?: string } & Record<string, unknown>;

export function BulkAssignDialog({ selection, rows, close }: Props) {
  const [form] = Form.useForm<Values>();
  const may = useMay();
  const settings = useRead("settings_get", {});
  const chosen = Form.useWatch("crew", form);
  const crew = settings.data?.settings.crews.find(({ name }) => name === chosen);
  const newest = new Map([...selection.rows, ...rows].map((row) => [row.id, row]));
  const picked = selection.ids.map((id) => newest.get(id)).filter((row) => row !== undefined);
  const { fit, unfit } = partitionTickets(picked, (row) => findAssignObjection(row, crew, may));
  const hopeless = partitionTickets(picked, (row) => findAssignObjection(row, undefined, may)).fit.length === 0;
  const { progress, running, start, stop } = useAssigning(selection);
  const over = progress !== null && !running;

  return (
    <Modal
      open
      title="批量派工"
      width={560}
      // While it runs the keyboard leaves it no other way than 停止.
      keyboard={!running}
      mask={{ closable: false }}
      closable={!running}
      onCancel={close}
      footer={
        <Flex justify="end" gap={8} align="center">
          {running && <Button onClick={stop}>停止</Button>}
          {!running && <Button onClick={close}>{over ? "关闭" : "取消"}</Button>}
          {!running && (
            <Button type="primary" disabled={fit.length === 0} onClick={() => form.submit()}>
              {over ? `继续派工（${fit.length} 张）` : `派工（${fit.length} 张）`}
            </Button>
          )}
        </Flex>
      }
    >
      {progress && <Told progress={progress} running={running} />}
      {!running && unfit.length > 0 && <Named title={`${unfit.length} 张现在不能派工，将跳过：`} all={unfit} type="info" />}
      {hopeless && !progress && <Alert type="warning" showIcon title="所选工单现在都不能派工，请另选等待派工的工单。" />}
      <Form
        form={form}
        layout="vertical"
        disabled={running}
        hidden={hopeless}
        onFinish={(values) => start(fit, values)}
      >
        <InitialFocus>
          <CrewField />
          <GoesField />
          <TextField name="note" label="要求" rows={2} />
          <WhenAndWho when={false} />
        </InitialFocus>
      </Form>
    </Modal>
  );
}

function useAssigning({ ids, choose, rows }: TicketSelection) {
  const client = useQueryClient();
  const [progress, setProgress] = useState<AssignProgress | null>(null);
  const [running, setRunning] = useState(false);
  const stopped = useRef(false);
  useEffect(() => () => void (stopped.current = true), []);

  const send = async (row: TicketRow, values: Values): Promise<AssignOutcome> => {
    const step = findAssignCommand(row);
    if (step === null) return { why: "不等待派工" };
    try {
      await runCommand(client, step, {
        ticket: row.id,
        version: row.version,
        performed_by: values.performed_by?.trim() || null,
        happened_at: null,
        details: toStepDetails("assign", values) as unknown as Assignment,
      });
      return null;
    } catch (error) {
      const refusal = refusalOf(error);
      const why = refusal?.code === "stale_version" ? "刚刚被别人更新，已读取最新内容，请核对后再派。" : describeRefusal(refusal);
      // Where the program does not answer, the next one gets no answer either.
      return { why, end: !(error instanceof RefusedError) || refusal === null || ENDING.includes(refusal.code) };
    }
  };
  const start = (fit: readonly TicketRow[], values: Values) => {
    stopped.current = false;
    setRunning(true);
    setProgress({ done: [], refused: [], of: fit.length });
    void assignOneByOne(fit, (row) => send(row, values), setProgress, () => stopped.current).then(async ({ done, refused }) => {
      // What is done needs nothing more; the others stay picked, as they are now.
      const gone = new Set(done.map(({ id }) => id));
      const fresh = await Promise.all(refused.map(({ row }) => runCommand(client, "ticket_list", { text: row.number, limit: 1 }).catch(() => ({ rows: [] }))));
      choose(ids.filter((id) => !gone.has(id)), [...rows, ...fresh.flatMap((page) => page.rows)]);
      await refreshQueries(client, ["ticket", ...done.map(({ id }) => `ticket/${id}`)]);
      setRunning(false);
    });
  };
  return { progress, running, start, stop: () => void (stopped.current = true) };
}

function Told({ progress: { done, refused, of }, running }: { progress: AssignProgress; running: boolean }) {
  const tried = done.length + refused.length;
  const left = of - tried;
  return (
    <Flex vertical gap={8} style={{ marginBottom: 12 }} role="status">
      {running && <Bar percent={Math.floor((tried / of) * 100)} status="active" aria-label="进度" />}
      {running ? (
        <span>
          正在派工（{tried} / {of}）
        </span>
      ) : (
        <Alert
          type={refused.length + left > 0 ? "warning" : "success"}
          showIcon
          title={`已派工 ${done.length} 张${refused.length > 0 ? `，${refused.length} 张没有派成` : ""}${left > 0 ? `，${left} 张没有办理` : ""}。`}
        />
      )}
      {refused.length > 0 && <Named title="没有派成的工单：" all={refused} type="error" />}
    </Flex>
  );
}

function Named({ title, all, type }: { title: string; all: readonly UnassignedTicket[]; type: "info" | "error" }) {
  return (
    <Alert
      type={type}
      style={{ marginBottom: 12 }}
      title={title}
      description={
        // Long ones scroll, also by keyboard.
        <ul className="named" tabIndex={0}>
          {all.map(({ row, why }) => (
            <li key={row.id}>
              <b className="number">{row.number}</b>　{why}
            </li>
          ))}
        </ul>
      }
    />
  );
}
