// Reports of the last seven days that may be the same one.
import { Alert, Flex } from "antd";
import { Link } from "react-router";
import { useRead } from "../call/use";
import { moment } from "../time/shanghai";
import { ServiceTag, StageTag } from "./stage";

interface Props {
  phone: string;
  account: string;
  address: string;
  /** The ticket it is opened from: known already, and no duplicate. */
  source?: number | undefined;
}

export function Duplicates({ phone, account, address, source }: Props) {
  const request = { phone: phone.trim(), account_number: account.trim(), address: address.trim() };
  const enough = request.phone.length >= 5 || request.account_number.length >= 4 || request.address.length >= 4;
  const same = useRead("ticket_duplicates", request, { enabled: enough, keep: true });
  const rows = enough ? (same.data ?? []).filter((row) => row.id !== source) : [];
  if (rows.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 12 }}
      title={`近 7 天有 ${rows.length} 张相近的工单，请先核对是否同一件事；是催促进展的，请在原单上“催办”。`}
      description={
        <Flex vertical gap={4}>
          {rows.slice(0, 5).map((row) => (
            <Flex key={row.id} gap={8} align="center">
              <Link to={`/ticket/${row.id}`} className="number">
                {row.number}
              </Link>
              <ServiceTag service={row.service} />
              <StageTag stage={row.stage} />
              <span className="one-line" title={row.summary}>
                {moment(row.received_at)}　{row.name}　{row.summary}
              </span>
            </Flex>
          ))}
        </Flex>
      }
    />
  );
}
