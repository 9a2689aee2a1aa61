// 扫描登记: signed paper forms that come back. Each page finds its ticket by its code and waits in the tray until somebody
// says who signed; what finds none waits for a ticket number.
import { InboxOutlined } from "@ant-design/icons";
import { Alert, App, Button, Card, Flex, Form, Image, Input, Progress, Select, Skeleton, Tag, Upload } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { refreshQueries } from "../../api/refresh";
import { runCommand, useChange, useRead } from "../../api/use-command";
import type { SignerRelation, ScanRow, ScanTicket } from "../../gen/wire";
import { useDesk, useMay } from "../../session/desk-state";
import { ConfirmKeyButton, describeSealingAdvice } from "../sealing-key";
import { readBase64 } from "../../shared/files/base64";
import { DateTimePicker } from "../../shared/time/date-time-picker";
import { buildPhotoPreview } from "../../shared/files/photo-preview";
import { useFormProblem } from "../../shared/dialogs/use-form-problem";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { refusalOf } from "../../api/platform";
import { describeRefusal } from "../../shared/text/errors";
import { toSelectOptions, words } from "../../shared/text/options";
import { formatMoment } from "../../shared/time/shanghai";

export function ScanRegistration() {
  const tray = useRead("scan_list", {});
  const add = useChange("scan_add");
  const [reading, setReading] = useState<{ done: number; all: number } | null>(null);
  const { message } = App.useApp();
  const read = async (files: File[]) => {
    setReading({ done: 0, all: files.length });
    for (const [place, file] of files.entries()) {
      try {
        const { value } = await add.mutateAsync({ file: { name: file.name, base64: await readBase64(file) } });
        if (value.unread.length > 0) {
          void message.warning(`${file.name} 第 ${value.unread.join("、")} 页的图像格式不能读取，请另存为图片后再放入。`, 8);
        }
      } catch (error) {
        void message.error(`${file.name}：${describeRefusal(refusalOf(error))}`, 8);
      }
      setReading({ done: place + 1, all: files.length });
    }
    setReading(null);
  };
  const rows = tray.data?.rows ?? [];
  const { trust } = useDesk();
  const stopped = trust.sealing_stopped;
  const confirms = useMay()("key_confirm");
  return (
    <Flex vertical gap={12}>
      {stopped && (
        <Alert
          type="warning"
          showIcon
          title="单据可以照常放入，在此暂存；现在不能登记。"
          description={describeSealingAdvice(trust, confirms)}
          action={confirms && <ConfirmKeyButton />}
        />
      )}
      <Card size="small" title="把签好字的纸质单据扫描或拍照后放到这里">
        <Upload.Dragger
          accept=".jpg,.jpeg,.png,.pdf"
          multiple
          showUploadList={false}
          beforeUpload={(file, all) => {
            // Called once for each file of a choice; the last one reads them all in order.
            if (file === all.at(-1)) void read(all);
            return false;
          }}
        >
          <p>
            <InboxOutlined style={{ fontSize: 28 }} />
          </p>
          <p>可一次放入多张照片或多页 PDF；按单据右上角的二维码自动找到工单，并把歪斜的页面转正</p>
        </Upload.Dragger>
        {reading && <Progress aria-label="读取进度" percent={Math.round((reading.done / reading.all) * 100)} style={{ marginTop: 8 }} />}
      </Card>
      {tray.error && <FailureAlert error={tray.error} again={() => void tray.refetch()} />}
      {tray.isPending && <Skeleton active />}
      {rows.map((row) => (
        <Page key={row.scan} row={row} stopped={stopped} />
      ))}
      {tray.data && rows.length === 0 && !reading && <span className="quiet">没有待登记的单据。</span>}
    </Flex>
  );
}

interface Values {
  number?: string;
  name: string;
  relation: SignerRelation;
  place: string;
  happened_at?: number | null;
  performed_by?: string;
}

/** Why a page cannot be registered yet, where that lies neither in the page nor in what was typed. */
const WAITS = "单据留在此处暂存，系统管理员核对密钥以后再登记，不必重新扫描。";

/** The number was given again after data were restored, or in a copy. */
const OTHER_TICKET = "单据是恢复数据以前或在数据副本中打印的，编号相同的工单现在是另一张。请按单据上的用户和地址核对，再填写工单编号。";

function Page({ row, stopped }: { row: ScanRow; stopped: boolean }) {
  const [form] = Form.useForm<Values>();
  const [found, setFound] = useState<ScanTicket | null>(row.ticket);
  const [problem, setProblem] = useFormProblem();
  const { person } = useDesk();
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const picture = useRead("scan_get", { scan: row.scan });
  const place = useChange("scan_place");
  const remove = useChange("scan_remove");
  const busy = place.isPending || remove.isPending;
  const failed = (error: unknown) => {
    const refusal = refusalOf(error);
    setProblem(refusal?.code === "witness_differs" ? WAITS : refusal);
    // The pages around learn of it too.
    if (refusal?.code === "witness_differs") void refreshQueries(client, ["state"]);
  };

  const look = async (): Promise<ScanTicket | null> => {
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
      failed(error);
      return null;
    }
  };
  const submit = async (values: Values) => {
    setProblem("");
    const on = found ?? (await look());
    if (!on) return;
    try {
      const { ticket } = await runCommand(client, "ticket_get", { ticket: on.ticket });
      const signer = { name: values.name.trim(), relation: values.relation, phone: "" };
      const details = { scan: row.scan, place: values.place.trim(), signer };
      await place.mutateAsync({
        ticket: ticket.id,
        version: ticket.version,
        happened_at: values.happened_at ?? null,
        performed_by: values.performed_by?.trim() || null,
        details,
      });
      void message.success(`${ticket.number} 的纸质签字已登记。`);
    } catch (error) {
      failed(error);
    }
  };
  const takeOut = () =>
    void modal.confirm({
      title: `移出“${row.name}”？`,
      content: "移出后不再保留在待登记中。",
      okText: "移出",
      okButtonProps: { danger: true },
      onOk: () => remove.mutate({ scan: row.scan }, { onError: failed }),
    });
  return (
    <Card
      size="small"
      title={row.name}
      extra={
        <Flex gap={8} align="center">
          <span className="quiet">
            {row.by}　{formatMoment(row.at)}
          </span>
          <Button size="small" disabled={busy} onClick={takeOut}>
            移出
          </Button>
        </Flex>
      }
    >
      <Flex gap={16} align="start">
        <div style={{ width: 110, minHeight: 150 }}>
          {picture.data && (
            <Image width={110} src={`data:${picture.data.media};base64,${picture.data.base64}`} alt={row.name} preview={buildPhotoPreview()} />
          )}
        </div>
        <div style={{ flex: 1 }}>
          {found ? (
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
          )}
          <Form
            form={form}
            layout="inline"
            initialValues={{ name: found?.name ?? "", place: found?.address ?? "" }}
            onFinish={(values) => void submit(values)}
            style={{ rowGap: 8 }}
          >
            {!found && (
              <Form.Item name="number" label="工单编号" rules={[{ required: true, message: "请填写工单编号。" }]}>
                <Input.Search style={{ width: 200 }} enterButton="查找" onSearch={() => void look()} autoComplete="off" />
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
            <Button type="primary" htmlType="submit" loading={busy} disabled={stopped}>
              登记
            </Button>
          </Form>
          {problem && <p className="bad">{problem}</p>}
        </div>
      </Flex>
    </Card>
  );
}
