// A signed page in the tray: its picture, its ticket, and the form that registers it.
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Card, Flex, Form, Image, Input, Select, Tag, type FormInstance } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { refusalOf } from "../../api/platform";
import { refreshQueries } from "../../api/refresh";
import { runCommand, useChange, useRead } from "../../api/use-command";
import type { ScanRow, ScanTicket, SignerRelation } from "../../gen/wire";
import { useDesk } from "../../session/desk-state";
import { useFormProblem } from "../../shared/dialogs/use-form-problem";
import { buildPhotoPreview } from "../../shared/files/photo-preview";
import { toSelectOptions, words } from "../../shared/text/options";
import { DateTimePicker } from "../../shared/time/date-time-picker";
import { formatMoment } from "../../shared/time/shanghai";

interface ScanFormValues {
  number?: string;
  name: string;
  relation: SignerRelation;
  place: string;
  happened_at?: number | null;
  performed_by?: string;
}

/** Why a page cannot be registered yet, where neither the page nor what was typed is the reason. */
const WAITS = "单据留在此处暂存，系统管理员核对密钥以后再登记，不必重新扫描。";

/** The number was given again after data were restored, or in a copy. */
const OTHER_TICKET = "单据是恢复数据以前或在数据副本中打印的，编号相同的工单现在是另一张。请按单据上的用户和地址核对，再填写工单编号。";

export function ScanCard({ row, isStopped }: { row: ScanRow; isStopped: boolean }) {
  const [form] = Form.useForm<ScanFormValues>();
  const { found, problem, picture, isBusy, findTicket, registerScan, confirmRemoval } = useScan(row, form);
  return (
    <Card
      size="small"
      title={row.name}
      extra={
        <Flex gap={8} align="center">
          <span className="quiet">
            {row.by}　{formatMoment(row.at)}
          </span>
          <Button size="small" disabled={isBusy} onClick={confirmRemoval}>
            移出
          </Button>
        </Flex>
      }
    >
      <Flex gap={16} align="start">
        <div style={{ width: 110, minHeight: 150 }}>
          {picture && <Image width={110} src={`data:${picture.media};base64,${picture.base64}`} alt={row.name} preview={buildPhotoPreview()} />}
        </div>
        <div style={{ flex: 1 }}>
          <ScanTicketLine row={row} found={found} />
          <ScanForm form={form} found={found} isBusy={isBusy} isStopped={isStopped} findTicket={findTicket} registerScan={registerScan} />
          {problem && <p className="bad">{problem}</p>}
        </div>
      </Flex>
    </Card>
  );
}

/** The page's ticket, found by its code or by the number that is typed, and what can be done with the page. */
function useScan(row: ScanRow, form: FormInstance<ScanFormValues>) {
  const [found, setFound] = useState<ScanTicket | null>(row.ticket);
  const [problem, setProblem] = useFormProblem();
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const picture = useRead("scan_get", { scan: row.scan });
  const place = useChange("scan_place");
  const remove = useChange("scan_remove");
  const showFailure = (error: unknown) => {
    const refusal = refusalOf(error);
    setProblem(refusal?.code === "witness_differs" ? WAITS : refusal);
    // The pages around learn of it too.
    if (refusal?.code === "witness_differs") void refreshQueries(client, ["state"]);
  };
  const findTicket = async (): Promise<ScanTicket | null> => {
    const number = (form.getFieldValue("number") as string | undefined)?.trim() ?? "";
    try {
      const { ticket } = await runCommand(client, "ticket_get", { number });
      const { id, open, acknowledgement } = ticket;
      const next = { ticket: id, number: ticket.number, name: open.name, address: open.address, waits: acknowledgement === null };
      setFound(next);
      setProblem("");
      form.setFieldsValue({ name: open.name, place: open.address || open.community });
      return next;
    } catch (error) {
      showFailure(error);
      return null;
    }
  };
  const registerScan = async (values: ScanFormValues) => {
    setProblem("");
    const on = found ?? (await findTicket());
    if (!on) return;
    try {
      const { ticket } = await runCommand(client, "ticket_get", { ticket: on.ticket });
      await place.mutateAsync({ ticket: ticket.id, version: ticket.version, ...toPlacement(row.scan, values) });
      void message.success(`${ticket.number} 的纸质签字已登记。`);
    } catch (error) {
      showFailure(error);
    }
  };
  const confirmRemoval = () =>
    void modal.confirm({
      title: `移出“${row.name}”？`,
      content: "移出后不再保留在待登记中。",
      okText: "移出",
      okButtonProps: { danger: true },
      onOk: () => remove.mutate({ scan: row.scan }, { onError: showFailure }),
    });
  return { found, problem, picture: picture.data, isBusy: place.isPending || remove.isPending, findTicket, registerScan, confirmRemoval };
}

/** What is sent of the form, besides the ticket. */
function toPlacement(scan: ScanRow["scan"], values: ScanFormValues) {
  const signer = { name: values.name.trim(), relation: values.relation, phone: "" };
  return {
    happened_at: values.happened_at ?? null,
    performed_by: values.performed_by?.trim() || null,
    details: { scan, place: values.place.trim(), signer },
  };
}

function ScanTicketLine({ row, found }: { row: ScanRow; found: ScanTicket | null }) {
  return found ? (
    <p style={{ marginTop: 0 }}>
      <Link to={`/ticket/${found.ticket}`}>{found.number}</Link>　{found.name}　{found.address}　
      {found.waits ? <Tag color="green">等待签字</Tag> : <Tag color="orange">不在等待签字</Tag>}
    </p>
  ) : (
    <p style={{ marginTop: 0 }}>
      <Tag color="red">{row.is_other_ticket ? "不是现在的同号工单" : "没有认出工单"}</Tag>
      {row.code && <span className="quiet">二维码内容：{row.code}</span>}
      {row.is_other_ticket && <span>　{OTHER_TICKET}</span>}
    </p>
  );
}

interface ScanFormProps {
  form: FormInstance<ScanFormValues>;
  found: ScanTicket | null;
  isBusy: boolean;
  isStopped: boolean;
  findTicket: () => Promise<ScanTicket | null>;
  registerScan: (values: ScanFormValues) => Promise<void>;
}

function ScanForm({ form, found, isBusy, isStopped, findTicket, registerScan }: ScanFormProps) {
  const { person } = useDesk();
  return (
    <Form
      form={form}
      layout="inline"
      initialValues={{ name: found?.name ?? "", place: found?.address ?? "" }}
      onFinish={(values) => void registerScan(values)}
      style={{ rowGap: 8 }}
    >
      {!found && (
        <Form.Item name="number" label="工单编号" rules={[{ required: true, message: "请填写工单编号。" }]}>
          <Input.Search style={{ width: 200 }} enterButton="查找" onSearch={() => void findTicket()} autoComplete="off" />
        </Form.Item>
      )}
      <Form.Item name="name" label="签字人" rules={[{ required: true, whitespace: true, message: "请填写签字人。" }]}>
        <Input style={{ width: 120 }} autoComplete="off" />
      </Form.Item>
      <Form.Item name="relation" label="与用户关系" rules={[{ required: true, message: "请选择。" }]}>
        <Select options={toSelectOptions(words.SignerRelation)} style={{ width: 100 }} placeholder="请选择" />
      </Form.Item>
      <Form.Item name="place" label="签字地点" rules={[{ required: true, whitespace: true, message: "请填写签字地点。" }]}>
        <Input style={{ width: 220 }} autoComplete="off" />
      </Form.Item>
      <Form.Item name="happened_at" label="签字时间" tooltip="照单据填写；不填即现在，事后登记会标为补录">
        <DateTimePicker placeholder="现在" />
      </Form.Item>
      <Form.Item name="performed_by" label="办理人">
        <Input style={{ width: 120 }} autoComplete="off" placeholder={person?.name ?? "本人"} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isBusy} disabled={isStopped}>
        登记
      </Button>
    </Form>
  );
}
