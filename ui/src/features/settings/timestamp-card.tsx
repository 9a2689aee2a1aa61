// 时间戳服务: its address, and a trial of it.
import { Button, Card, Flex, Form, Input, Typography } from "antd";
import { useState } from "react";
import { refusalOf } from "../../api/platform";
import { useChange } from "../../api/use-command";
import type { Settings } from "../../gen/wire";
import { useMay } from "../../session/desk-state";
import { describeRefusal } from "../../shared/text/errors";
import { formatMoment } from "../../shared/time/shanghai";
import { RegisterAuthorityDialog } from "../sealing-key";

/** Part of the settings form. */
export function TimestampCard() {
  return (
    <Card size="small" title="时间戳服务（可不设；没有网络时签字和导出照常进行）">
      <Form.Item
        name="timestamp_url"
        label="地址"
        extra="导出签字确认单时，由已登记的时间戳服务机构证明文件签名的时间（RFC 3161）；只送出签名的校验值，不送出任何内容。"
      >
        <Input placeholder="http://" autoComplete="off" />
      </Form.Item>
      <StampTrial />
    </Card>
  );
}

/** Asks the authority once, so that a wrong address is seen here and not at the first export. */
function StampTrial() {
  const form = Form.useFormInstance<Settings>();
  const attempt = useChange("timestamp_try");
  const may = useMay();
  const [registering, setRegistering] = useState(false);
  const url = Form.useWatch("timestamp_url", form);
  if (!url) return null;
  // The reply to another address says nothing of this one.
  const isReply = attempt.variables?.url === url;
  return (
    <Flex gap={12} align="center" wrap>
      <Button loading={attempt.isPending} onClick={() => attempt.mutate({ url })}>
        试一试
      </Button>
      {isReply && attempt.data && <span>“{attempt.data.by}”应答正常，时间 {formatMoment(attempt.data.at)}</span>}
      {isReply && attempt.data && !attempt.data.known && (
        <Typography.Text type="warning">该机构尚未登记，导出时不采用它的时间戳。</Typography.Text>
      )}
      {isReply && attempt.data && !attempt.data.known && may("authority_register") && (
        <Button onClick={() => setRegistering(true)}>登记该机构</Button>
      )}
      {registering && attempt.data && (
        <RegisterAuthorityDialog found={attempt.data} close={() => (setRegistering(false), attempt.mutate({ url }))} />
      )}
      {isReply && attempt.error && <Typography.Text type="danger">{describeRefusal(refusalOf(attempt.error))}</Typography.Text>}
    </Flex>
  );
}
