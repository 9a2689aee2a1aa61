// 查验: what an exported acknowledgement proves, and whether the records still are what a printed anchor says.
import { InboxOutlined } from "@ant-design/icons";
import { Alert, Button, Card, Descriptions, Flex, Form, Input, Spin, Upload } from "antd";
import { useState } from "react";
import { useChange } from "../../api/use-command";
import type { AnchorVerdict, FileVerdict } from "../../gen/wire";
import { computeVerifiedShare, useRecordVerification } from "../audit";
import { readBase64 } from "../../shared/files/base64";
import { useDesk, useMay } from "../../session/desk-state";
import { describeCheckResult, describeTrust } from "../sealing-key";
import { BatchJobBar } from "../../shared/jobs/batch-job-bar";
import { showFieldRefusal, useShowRefusal } from "../../shared/dialogs/refusal";
import { saveFile } from "../../api/platform";
import { formatMoment } from "../../shared/time/shanghai";

const FILE: Record<FileVerdict, "success" | "warning" | "error"> = {
  genuine: "success",
  changed: "error",
  unknown_key: "error",
  unconfirmed_key: "error",
  chain_broken: "warning",
  not_recorded: "warning",
  not_sealed: "warning",
  unreadable: "error",
};

const ANCHOR: Record<AnchorVerdict, "success" | "warning" | "error"> = { holds: "success", holds_weakly: "warning", changed: "error", older: "error" };

/** What a slip of the keyboard looks like as well. */
const DOUBTED: AnchorVerdict[] = ["changed", "older"];
const MISTYPED = "请先核对是否输错：对照月报逐位核对后再试一次；确认没有输错的，请联系系统管理员查明原因。";

export function ProofPanel() {
  return (
    <Flex vertical gap={12}>
      <ProveFile />
      <ProveAnchor />
      <ProveAll />
    </Flex>
  );
}

function ProveFile() {
  const check = useChange("proof_check");
  const [file, setFile] = useState<File | null>(null);
  const say = useShowRefusal();
  const take = async (file: File) => {
    setFile(file);
    try {
      check.mutate({ base64: await readBase64(file) }, { onError: say });
    } catch (error) {
      check.reset();
      say(error);
    }
  };
  return (
    <Card size="small" title="查验签字确认单的电子文件">
      <Upload.Dragger accept=".pdf" showUploadList={false} beforeUpload={(file) => (void take(file), false)}>
        <p>
          <InboxOutlined style={{ fontSize: 28 }} />
        </p>
        <p>把导出的签字确认单（PDF）拖到这里，或点击选择</p>
      </Upload.Dragger>
      {check.isPending && <Spin style={{ marginTop: 12 }} />}
      {check.data && (
        <div style={{ marginTop: 12 }}>
          <Alert type={FILE[check.data.verdict]} showIcon title={check.data.verdict_zh} description={file?.name} />
          {file && check.data.sealed_bytes !== null && (
            <Button style={{ marginTop: 12 }} onClick={() => void saveSealed(file, check.data.sealed_bytes ?? 0).catch(say)}>
              另存封存时的文件
            </Button>
          )}
          {check.data.lines.length > 0 && (
            <Descriptions
              size="small"
              bordered
              column={1}
              style={{ marginTop: 12 }}
              items={check.data.lines.map(({ label, value }) => ({ key: label, label, children: value }))}
            />
          )}
        </div>
      )}
    </Card>
  );
}

/** What was sealed are the file's first bytes: a file of its own. */
async function saveSealed(file: File, bytes: number) {
  const name = file.name.replace(/\.pdf$/i, "");
  await saveFile(`${name}（封存时）.pdf`, await readBase64(file.slice(0, bytes)));
}

function ProveAnchor() {
  const [form] = Form.useForm<{ code: string }>();
  const check = useChange("proof_anchor");
  const say = useShowRefusal();
  const { trust } = useDesk();
  const may = useMay();
  // The journal may hold together in itself: whose it is, is another question.
  const doubt = describeTrust(trust, may("key_confirm"));
  return (
    <Card size="small" title="核对月报上的记录锚点">
      <Form
        form={form}
        layout="inline"
        onFinish={(values) =>
          check.mutate(values, {
            onError: (error) => {
              if (!showFieldRefusal(form, error)) say(error);
            },
          })
        }
      >
        <Form.Item name="code" label="锚点" rules={[{ required: true, message: "请填写锚点。" }]}>
          <Input placeholder="19583-9f3a-77c2-01bd-55e0-8d41" autoComplete="off" style={{ width: 320 }} />
        </Form.Item>
        <Button htmlType="submit" loading={check.isPending}>
          核对
        </Button>
      </Form>
      {check.data && (
        <Alert
          style={{ marginTop: 12 }}
          type={ANCHOR[check.data.verdict] === "success" && !doubt.good ? "warning" : ANCHOR[check.data.verdict]}
          showIcon
          title={check.data.verdict_zh}
          description={
            <>
              {DOUBTED.includes(check.data.verdict) && <div>{MISTYPED}</div>}
              {!doubt.good && <div>{doubt.said}</div>}
              {check.data.at !== null && <div>该处记录登记于 {formatMoment(check.data.at)}</div>}
            </>
          }
        />
      )}
    </Card>
  );
}

function ProveAll() {
  const verify = useRecordVerification("proof_records");
  const { trust } = useDesk();
  const may = useMay();
  return (
    <Card size="small" title="校验全部签字记录">
      <Flex vertical gap={12} align="start">
        <Button loading={verify.running} onClick={() => verify.start()}>
          开始校验
        </Button>
        <BatchJobBar long={verify} part={computeVerifiedShare} words={({ records }) => `已校验 ${records} 份。`} />
        {verify.done && verify.state && (
          <Alert {...describeCheckResult(trust, may("key_confirm"), `${verify.state.records} 份签字确认单的封存完好、前后相连`)} showIcon />
        )}
        <span className="quiet">连同附件和其他记录一起校验，{may("journal_verify") ? "请" : "请审计或系统管理员"}在“审计”中进行，需要的时间更长。</span>
      </Flex>
    </Card>
  );
}
