// Pieces that the facts of every service share.
import { Card, Descriptions, type DescriptionsProps } from "antd";
import type { ReactNode } from "react";
import type { Consent, Department, RecordedStep, CustomerReply, SearchReply } from "../../gen/wire";
import { words } from "../../gen/words";
import { formatMoment } from "../../shared/time/shanghai";

export type FactItems = NonNullable<DescriptionsProps["items"]>;

/** A fact; `span` 2 takes a whole line. */
export function toFactItem(label: string, children: ReactNode, span = 1): FactItems[number] {
  return { key: label, label, children, span };
}

/** Text as it was typed, line breaks included. */
export const renderTypedText = (text: string): ReactNode => <span style={{ whiteSpace: "pre-wrap" }}>{text || "—"}</span>;

/** When something was done, and by whom. */
export const renderDoneBy = ({ at, by }: Pick<RecordedStep<unknown>, "at" | "by">): ReactNode => (
  <span>
    <span className="number">{formatMoment(at)}</span>　{by}
  </span>
);

export const formatDepartments = (all: readonly Department[]): string =>
  all.map((one) => words.Department[one]).join("、") || "—";

export const formatYesNo = (value: boolean | null, is: string, not: string, unasked: string) =>
  value === null ? unasked : value ? is : not;

/** A part of the facts under a name of its own. */
export function FactSection({ title, items, children, extra }: { title: string; items?: FactItems; children?: ReactNode; extra?: ReactNode }) {
  return (
    <Card size="small" title={title} extra={extra}>
      {items && items.length > 0 && (
        <Descriptions size="small" bordered column={2} items={items} styles={{ label: { width: "7.4em" } }} />
      )}
      {children}
    </Card>
  );
}

export function listReplyFacts(reply: RecordedStep<CustomerReply> | RecordedStep<SearchReply>): FactItems {
  const { text, told, by } = reply.details;
  return [
    toFactItem("回复", renderDoneBy(reply)),
    toFactItem("回复方式", `${words.ReplyWay[by]}　${told}`),
    toFactItem("回复内容", renderTypedText(text), 2),
  ];
}

/** Whether the customer agrees that the company takes it further (1.3). */
export function listConsentFacts(consent: RecordedStep<Consent> | null): FactItems {
  if (!consent) return [toFactItem("征求同意", "还没有征求", 2)];
  const { agreed, given_by, way, words: said } = consent.details;
  return [
    toFactItem("征求同意", <b className={agreed ? "good" : "bad"}>{agreed ? "用户同意公司处理" : "用户不同意公司处理"}</b>),
    toFactItem("答复人", `${given_by}　${words.ConsentWay[way]}`),
    toFactItem("征求时间", renderDoneBy(consent), said ? 1 : 2),
    ...(said ? [toFactItem("用户的话", renderTypedText(said))] : []),
  ];
}
