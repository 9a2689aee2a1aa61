// 水质化验: the sample, everybody who holds it, and the results (3).
import { Alert, Form, InputNumber } from "antd";
import type { Step, TicketView } from "../../gen/wire";
import { words } from "../../gen/words";
import { moment } from "../../time/shanghai";
import { overall } from "../facts/value";
import { Send } from "./leak";
import { must, ReplyFields, Words, YesOrNo, type Fields } from "./parts";
import { ResultFields } from "./results";

const Sample: Fields = () => (
  <>
    <Words name="sample_number" label="水样编号" needed hint="与瓶上的标签一致" />
    <Words name="place" label="取样点" needed hint="例如：厨房冷水龙头" />
    <Form.Item name="bottles" label="瓶数" rules={must("瓶数")}>
      <InputNumber min={1} max={50} precision={0} suffix="瓶" style={{ width: 140 }} />
    </Form.Item>
    <YesOrNo name="customer_present" label="取样时用户是否在场" yes="在场（须请用户签字）" no="不在场" />
    <Words name="note" label="取样情况" rows={2} hint="初流水还是放水后、看到的颜色和气味" />
  </>
);

/** Which sample it is, and who holds it. */
function Held({ view }: { view: TicketView }) {
  const found = view.ticket.case;
  if (found.kind !== "water_quality" || !found.sampling) return null;
  const last = found.custody.at(-1);
  const holder = last && last.to === null ? `现在由 ${last.holder} 保管（${moment(last.from)} 起）。` : "";
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 12 }}
      title={`水样 ${found.sampling.details.sample_number}，${found.sampling.details.bottles} 瓶，取自${found.sampling.details.place}。`}
      description={holder}
    />
  );
}

const Pass: Fields = ({ view }) => (
  <>
    <Held view={view} />
    <Words name="to" label="交给谁" needed />
    <Words name="note" label="途中怎样保存" rows={2} hint="例如：冷藏箱，4 ℃" />
  </>
);

const Receive: Fields = ({ view }) => (
  <>
    <Held view={view} />
    <Words name="received_by" label="水质检测中心收样人" needed />
    <YesOrNo name="seal_whole" label="封签是否完好" yes="完好" no="破损" />
    <Words name="condition" label="样品状况" needed hint="例如：4 瓶，冷藏，无渗漏" />
  </>
);

const Reject: Fields = ({ view }) => (
  <>
    <Held view={view} />
    <Words name="reason" label="退样原因" needed rows={3} hint="退样后须重新取样" />
  </>
);

/** The results as the program judged them, for whoever tells the customer. */
function Judged({ view }: { view: TicketView }) {
  const found = view.ticket.case;
  const results = found.kind === "water_quality" ? found.results.at(-1)?.details : undefined;
  if (!results) return null;
  const verdict = overall(results.values.map((judged) => judged.verdict));
  const failed = results.values.filter((judged) => judged.verdict === "fail");
  return (
    <Alert
      type={verdict === "pass" ? "success" : "warning"}
      showIcon
      style={{ marginBottom: 12 }}
      title={`检测 ${results.values.length} 项：${words.Verdict[verdict]}`}
      description={
        failed.length > 0 ? `不合格：${failed.map(({ parameter }) => parameter.zh).join("、")}。` : `依据 ${results.source}。`
      }
    />
  );
}

const ReplyResults: Fields = ({ view }) => (
  <>
    <Judged view={view} />
    <ReplyFields hint="检测了哪些项目、是否合格、不合格的怎样处理" />
  </>
);

export const WATER = {
  send_sampler: Send,
  sample: Sample,
  pass_sample: Pass,
  receive_sample: Receive,
  reject_sample: Reject,
  enter_results: ResultFields,
  reply_results: ReplyResults,
} satisfies Partial<Record<Step, Fields>>;
