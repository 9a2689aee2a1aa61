// 扫描登记: signed paper forms that come back. Each page finds its ticket by its code; what finds none waits here until
// somebody says which ticket it belongs to.
import { InboxOutlined } from "@ant-design/icons";
import { App, Button, Card, Flex, Form, Image, Input, Progress, Select, Tag, Upload } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { ask, useChange } from "../call/use";
import type { ScanTicket } from "../gen/wire";
import { refusalOf } from "../part/refusal";
import { sentence } from "../text/errors";
import { options, words } from "../text/options";
import { base64 } from "../ticket/steps/attach";
import { put, take, useTray, type Waiting } from "./tray";

export function Scan() {
  const rows = useTray();
  const [reading, setReading] = useState<{ done: number; all: number } | null>(null);
  const client = useQueryClient();
  const { message } = App.useApp();
  const read = async (files: File[]) => {
    setReading({ done: 0, all: files.length });
    for (const [place, file] of files.entries()) {
      try {
        const pages = await ask(client, "scan_read", { file: { name: file.name, base64: await base64(file) } });
        put(file.name, pages);
      } catch (error) {
        void message.error(`${file.name}：${sentence(refusalOf(error))}`, 8);
      }
      setReading({ done: place + 1, all: files.length });
    }
    setReading(null);
  };
  return (
    <Flex vertical gap={12}>
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
        {reading && <Progress percent={Math.round((reading.done / reading.all) * 100)} style={{ marginTop: 8 }} />}
      </Card>
      {rows.map((row) => (
        <ScanRow key={row.key} row={row} done={() => take(row.key)} />
      ))}
      {rows.length === 0 && !reading && <span className="quiet">没有待登记的单据。</span>}
    </Flex>
  );
}

interface Values {
  number?: string;
  name: string;
  relation: "householder" | "family" | "tenant" | "property" | "other";
  place: string;
}

function ScanRow({ row: { file, page }, done }: { row: Waiting; done: () => void }) {
  const [form] = Form.useForm<Values>();
  const [found, setFound] = useState<ScanTicket | null>(page.ticket);
  const [problem, setProblem] = useState("");
  const client = useQueryClient();
  const { message } = App.useApp();
  const attach = useChange("ticket_attach");
  const sign = useChange("acknowledgement_sign");
  const busy = attach.isPending || sign.isPending;

  const submit = async (values: Values) => {
    setProblem("");
    try {
      const which = found ? { ticket: found.ticket } : { number: (values.number ?? "").trim() };
      const view = await ask(client, "ticket_get", which);
      const { id } = view.ticket;
      const attached = await attach.mutateAsync({
        ticket: id,
        version: view.ticket.version,
        details: { name: page.name, base64: page.base64 },
      });
      const scan = attached.value.ticket.attachments.at(-1)?.sha256 ?? "";
      const signer = { name: values.name.trim(), relation: values.relation, phone: "" };
      await sign.mutateAsync({
        ticket: id,
        version: attached.value.ticket.version,
        details: { place: values.place.trim(), answer: { way: "paper", signer, scan } },
      });
      void message.success(`${view.ticket.number} 的纸质签字已登记。`);
      done();
    } catch (error) {
      setProblem(sentence(refusalOf(error)));
    }
  };
  const look = async () => {
    try {
      const view = await ask(client, "ticket_get", { number: (form.getFieldValue("number") as string).trim() });
      const { id, number, open, acknowledgement } = view.ticket;
      setFound({ ticket: id, number, name: open.name, address: open.address, waits: acknowledgement === null });
      form.setFieldsValue({ name: open.name, place: open.address || open.community });
    } catch (error) {
      setProblem(sentence(refusalOf(error)));
    }
  };
  return (
    <Card
      size="small"
      title={`${file}　第 ${page.page} 页`}
      extra={
        <Button size="small" disabled={busy} onClick={done}>
          移出
        </Button>
      }
    >
      <Flex gap={16} align="start">
        {page.base64 ? (
          <Image
            width={110}
            src={`data:${page.name.endsWith("png") ? "image/png" : "image/jpeg"};base64,${page.base64}`}
            alt={`${file} 第 ${page.page} 页`}
          />
        ) : (
          <span className="quiet">这一页的图像格式不能读取，请另存为图片后再放入。</span>
        )}
        <div style={{ flex: 1 }}>
          {found ? (
            <p style={{ marginTop: 0 }}>
              <Link to={`/ticket/${found.ticket}`}>{found.number}</Link>　{found.name}　{found.address}　
              {found.waits ? <Tag color="green">等待签字</Tag> : <Tag color="orange">不在等待签字</Tag>}
            </p>
          ) : (
            <p style={{ marginTop: 0 }}>
              <Tag color="red">没有认出工单</Tag>
              {page.code && <span className="quiet">二维码内容：{page.code}</span>}
            </p>
          )}
          <Form
            form={form}
            layout="inline"
            initialValues={{ name: found?.name ?? "", relation: "householder", place: found?.address ?? "" }}
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
            <Form.Item name="relation" label="与用户关系">
              <Select options={options(words.Relation)} style={{ width: 100 }} />
            </Form.Item>
            <Form.Item name="place" label="签字地点" rules={[{ required: true, whitespace: true, message: "请填写签字地点。" }]}>
              <Input style={{ width: 220 }} autoComplete="off" />
            </Form.Item>
            <Button type="primary" htmlType="submit" loading={busy} disabled={!page.base64}>
              登记
            </Button>
          </Form>
          {problem && <p className="bad">{problem}</p>}
        </div>
      </Flex>
    </Card>
  );
}
