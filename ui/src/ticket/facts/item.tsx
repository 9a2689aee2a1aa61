// Pieces that the facts of every service share.
import { Card, Descriptions, type DescriptionsProps } from "antd";
import type { ReactNode } from "react";
import type { Consent, Department, Done, Reply, SearchReply } from "../../gen/wire";
import { words } from "../../gen/words";
import { moment } from "../../time/shanghai";

export type Items = NonNullable<DescriptionsProps["items"]>;

/** A fact; `span` 2 takes a whole line. */
export function item(label: string, children: ReactNode, span = 1): Items[number] {
  return { key: label, label, children, span };
}

/** Text as it was typed, line breaks included. */
export const typed = (text: string): ReactNode => <span style={{ whiteSpace: "pre-wrap" }}>{text || "—"}</span>;

/** When something was done, and by whom. */
export const done = ({ at, by }: Pick<Done<unknown>, "at" | "by">): ReactNode => (
  <span>
    <span className="number">{moment(at)}</span>　{by}
  </span>
);

export const departments = (all: readonly Department[]): string =>
  all.map((one) => words.Department[one]).join("、") || "—";

export const yes = (value: boolean | null, is: string, not: string, unasked: string) =>
  value === null ? unasked : value ? is : not;

/** A part of the facts under a name of its own. */
export function Part({ title, items, children, extra }: { title: string; items?: Items; children?: ReactNode; extra?: ReactNode }) {
  return (
    <Card size="small" title={title} extra={extra}>
      {items && items.length > 0 && (
        <Descriptions size="small" bordered column={2} items={items} styles={{ label: { width: "7.4em" } }} />
      )}
      {children}
    </Card>
  );
}

export function replied(reply: Done<Reply> | Done<SearchReply>): Items {
  const { text, told, by } = reply.details;
  return [
    item("回复", done(reply)),
    item("回复方式", `${words.ReplyWay[by]}　${told}`),
    item("回复内容", typed(text), 2),
  ];
}

/** Whether the customer agrees that the company takes it further (1.3). */
export function consented(consent: Done<Consent> | null): Items {
  if (!consent) return [item("征求同意", "还没有征求", 2)];
  const { agreed, given_by, way, words: said } = consent.details;
  return [
    item("征求同意", <b className={agreed ? "good" : "bad"}>{agreed ? "用户同意公司处理" : "用户不同意公司处理"}</b>),
    item("答复人", `${given_by}　${words.ConsentWay[way]}`),
    item("征求时间", done(consent), said ? 1 : 2),
    ...(said ? [item("用户的话", typed(said))] : []),
  ];
}
