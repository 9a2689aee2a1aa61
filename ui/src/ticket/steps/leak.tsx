// 义务检漏: the search, the study of what stays unclear, and the answer (2.3, 2.4).
import { Alert, Checkbox, Form, Radio, Select } from "antd";
import type { Finding, Step, TicketView } from "../../gen/wire";
import { options, words } from "../../text/options";
import { chosen, CrewField, Departments, GoesField, must, ReplyFields, Words, type Fields } from "./parts";

/** Only 稽查队 is sent to look for leaks and to take samples. */
export const Send: Fields = () => (
  <>
    <CrewField label="稽查班组" department="inspection" />
    <GoesField />
    <Words name="note" label="要求" rows={2} />
  </>
);

const CAUSE: Record<Finding, { label: string; hint: string }> = {
  found: { label: "漏点位置和原因", hint: "漏点在哪里、为什么漏" },
  not_found: { label: "排除了哪些可能", hint: "检查过哪些部位、结果怎样" },
  undetermined: { label: "暂时无法答复的技术原因", hint: "因什么技术原因还不能确定" },
};

const NoPromise = () => (
  <Alert
    type="warning"
    showIcon
    style={{ marginBottom: 12 }}
    title="上报公司研究并有结论之前，不得向用户作任何答复或承诺（2.4）。"
  />
);

const Search: Fields = () => {
  const finding = Form.useWatch<Finding | undefined>("finding");
  return (
    <>
      <Form.Item name="methods" label="检漏方法" rules={chosen("检漏方法")}>
        <Checkbox.Group options={options(words.Method)} className="checks" />
      </Form.Item>
      <Words name="place" label="检查部位" needed hint="例如：表后至厨房暗管" />
      <Form.Item name="finding" label="检漏结果" rules={chosen("检漏结果")}>
        <Radio.Group optionType="button" options={options(words.Finding)} />
      </Form.Item>
      {finding === "undetermined" && <NoPromise />}
      {finding && <Words key={finding} name="cause" label={CAUSE[finding].label} needed rows={3} hint={CAUSE[finding].hint} />}
      {finding === "found" && (
        <Form.Item name="meter_side" label="漏点在水表哪一侧" rules={chosen("漏点在水表哪一侧")}>
          <Radio.Group optionType="button" options={options(words.MeterSide)} />
        </Form.Item>
      )}
      {finding === "not_found" && <Words name="determined_by" label="由谁确定无法找出" needed />}
      <Form.Item name="searchers" label="检漏人员" rules={must("检漏人员")}>
        <Select mode="tags" open={false} tokenSeparators={["、", "，", ",", " "]} placeholder="姓名，逐个回车" />
      </Form.Item>
    </>
  );
};

/** What is known, for whoever studies or answers it. */
function Known({ view }: { view: TicketView }) {
  const found = view.ticket.case;
  const search = found.kind === "leak_detection" ? found.searches.at(-1)?.details : undefined;
  if (found.kind !== "leak_detection" || !search) return null;
  const concluded = found.conclusion?.details;
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 12 }}
      title={words.Finding[concluded?.finding ?? search.finding]}
      description={
        <>
          {`${search.place}：${search.cause}`}
          {concluded && (
            <>
              <br />
              {`研究结论：${concluded.conclusion}（${concluded.decided_by}）`}
            </>
          )}
        </>
      }
    />
  );
}

const Escalate: Fields = ({ view }) => (
  <>
    <Known view={view} />
    <NoPromise />
    <Words name="reported_to" label="向谁上报" needed hint="公司领导的姓名和职务" />
    <Departments label="参加研究的部门" />
    <Words name="question" label="提请研究的问题" needed rows={3} />
  </>
);

const Conclude: Fields = ({ view }) => (
  <>
    <Known view={view} />
    <Departments label="参加研究的部门" />
    <Words name="study" label="研究情况" needed rows={3} />
    <Form.Item name="finding" label="结论属于" rules={chosen("结论属于哪一种")}>
      <Radio.Group optionType="button" options={options(words.Finding)} />
    </Form.Item>
    <Words name="conclusion" label="研究结论和处理办法" needed rows={3} />
    <Words name="decided_by" label="由谁决定" needed />
  </>
);

/** What the case comes to: the conclusion's finding, else the last search's. */
export function findingOf({ ticket }: TicketView): Finding | undefined {
  if (ticket.case.kind !== "leak_detection") return undefined;
  return ticket.case.conclusion?.details.finding ?? ticket.case.searches.at(-1)?.details.finding;
}

const ReplySearch: Fields = ({ view }) => {
  // Who could not find the leak explains and advises (2.4).
  const needed = findingOf(view) !== "found";
  return (
    <>
      <Known view={view} />
      <ReplyFields />
      <Words name="explanation" label="向用户所作的解释" needed={needed} rows={3} />
      <Words name="advice" label="给用户出的主意和办法" needed={needed} rows={3} />
    </>
  );
};

export const LEAK = {
  send_team: Send,
  search: Search,
  escalate: Escalate,
  conclude: Conclude,
  reply_search: ReplySearch,
} satisfies Partial<Record<Step, Fields>>;
