// 工作时间与节假日. Old tickets keep the calendar of their start; a change counts from now on.
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Alert, App, Button, Card, Checkbox, DatePicker, Flex, Form, Input, InputNumber } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useChange } from "../../api/use-command";
import type { WorkingCalendar, CalendarView } from "../../gen/wire";
import { focusNewRow } from "../../shared/table/focus-new-row";
import { submitOnSaveKey } from "../../shared/keyboard/key-events";
import { useFormProblem } from "../../shared/dialogs/use-form-problem";
import { showFieldRefusal } from "../../shared/dialogs/refusal";
import { refusalOf } from "../../api/platform";
import { programNow } from "../../api/now";
import { formatDay } from "../../shared/time/shanghai";
import { readDay, readDays, readIntervals, writeDay, writeDays, writeIntervals } from "./timetable";

interface Typed {
  timetables: { from: Dayjs; summer_from: string; summer_to: string; summer: string; winter: string; weekdays: number[] }[];
  years: { year: number; off: string; working: string }[];
}

const WEEK = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"].map((label, i) => ({ value: i + 1, label }));

export function toCalendarFormValues(calendar: WorkingCalendar): Typed {
  return {
    timetables: calendar.timetables.map((one) => ({
      from: dayjs(one.effective_from),
      summer_from: writeDay(one.summer_from),
      summer_to: writeDay(one.summer_to),
      summer: writeIntervals(one.summer),
      winter: writeIntervals(one.winter),
      weekdays: one.weekdays,
    })),
    years: calendar.years.map(({ year, off, working }) => ({ year, off: writeDays(off), working: writeDays(working) })),
  };
}

/** Back to what the program keeps. The rules below have seen to it that everything can be read. */
export function toCalendar({ timetables, years }: Typed): WorkingCalendar {
  return {
    timetables: timetables.map((one) => ({
      effective_from: one.from.format("YYYY-MM-DD"),
      summer_from: readDay(one.summer_from) ?? 0,
      summer_to: readDay(one.summer_to) ?? 0,
      summer: readIntervals(one.summer) ?? [],
      winter: readIntervals(one.winter) ?? [],
      weekdays: [...one.weekdays].sort(),
    })),
    years: years.map(({ year, off, working }) => ({
      year,
      off: readDays(off ?? "", year) ?? [],
      working: readDays(working ?? "", year) ?? [],
    })),
  };
}

const readable = (read: (text: string) => unknown, message: string) => ({
  validator: (_: unknown, text: string | undefined) =>
    read(text ?? "") === null ? Promise.reject(new Error(message)) : Promise.resolve(),
});

const hours = [readable(readIntervals, "请写成 08:30-12:00 14:00-18:00。")];
const monthDay = [readable(readDay, "请写成 05-01。")];

export function CalendarForm({ view }: { view: CalendarView }) {
  const [form] = Form.useForm<Typed>();
  const [problem, setProblem] = useFormProblem();
  const change = useChange("calendar_change");
  const { message } = App.useApp();
  const submit = () => {
    setProblem("");
    change.mutate(
      { version: view.version, calendar: toCalendar(form.getFieldsValue(true) as Typed) },
      {
        onSuccess: () => void message.success("日历已保存，以后发起的工单按新日历计算。"),
        onError: (error) => {
          if (!showFieldRefusal(form, error)) setProblem(refusalOf(error));
        },
      },
    );
  };
  return (
    <Form form={form} layout="vertical" initialValues={toCalendarFormValues(view.calendar)} onFinish={submit} onKeyDown={submitOnSaveKey(form)}>
      {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
      <Flex vertical gap={12}>
        <Years />
        <Timetables />
        <Flex justify="end" align="center" gap={8}>
          <span className="quiet">Ctrl + Enter 保存</span>
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            保存日历
          </Button>
        </Flex>
      </Flex>
    </Form>
  );
}

function Years() {
  const form = Form.useFormInstance<Typed>();
  const days = (name: number) =>
    readable(
      (text) => readDays(text, form.getFieldValue(["years", name, "year"]) as number),
      "请写成 10-01~10-07 或 01-04，日期须真实存在。",
    );
  return (
    <Card size="small" title="法定节假日与调休（按国务院办公厅每年的通知录入）">
      <Form.List name="years">
        {(fields, { add, remove }, { errors }) => (
          <>
            {fields.map(({ key, name }) => (
              <Flex key={key} gap={8} align="start">
                <Form.Item name={[name, "year"]} label="年份" style={{ width: 96 }}>
                  <InputNumber min={2000} max={2199} precision={0} />
                </Form.Item>
                <Form.Item name={[name, "off"]} label="放假日" rules={[days(name)]} style={{ flex: 2 }}>
                  <Input.TextArea autoSize={{ minRows: 1 }} placeholder="01-01~01-03 02-15~02-23" />
                </Form.Item>
                <Form.Item name={[name, "working"]} label="调休上班日" rules={[days(name)]} style={{ flex: 1 }}>
                  <Input.TextArea autoSize={{ minRows: 1 }} placeholder="01-04 02-14" />
                </Form.Item>
                <Button
                  icon={<DeleteOutlined />}
                  aria-label={`删除第 ${name + 1} 行`}
                  onClick={() => remove(name)}
                  style={{ marginTop: 25 }}
                />
              </Flex>
            ))}
            <Form.ErrorList errors={errors} />
            <Button
              size="small"
              icon={<PlusOutlined />}
              onClick={(event) => {
                const years = (form.getFieldValue("years") as Typed["years"]).map(({ year }) => year);
                const next = Math.max(Number(formatDay(programNow()).slice(0, 4)) - 1, ...years) + 1;
                add({ year: next, off: "", working: "" });
                focusNewRow(event);
              }}
            >
              添加年份
            </Button>
          </>
        )}
      </Form.List>
    </Card>
  );
}

function Timetables() {
  return (
    <Card size="small" title="作息时间（新作息请另加一行并写明生效日期，不要改旧的）">
      <Form.List name="timetables">
        {(fields, { add }, { errors }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} style={{ borderBottom: "1px solid var(--ant-color-border-secondary)", marginBottom: 12 }}>
                <div className="triple">
                  <Form.Item name={[name, "from"]} label="生效日期" rules={[{ required: true, message: "请选择生效日期。" }]}>
                    <DatePicker style={{ width: "100%" }} />
                  </Form.Item>
                  <Form.Item name={[name, "summer_from"]} label="夏季作息起（月-日）" rules={monthDay}>
                    <Input />
                  </Form.Item>
                  <Form.Item name={[name, "summer_to"]} label="夏季作息止（月-日）" rules={monthDay}>
                    <Input />
                  </Form.Item>
                </div>
                <div className="pair">
                  <Form.Item name={[name, "summer"]} label="夏季上班时间" rules={hours}>
                    <Input />
                  </Form.Item>
                  <Form.Item name={[name, "winter"]} label="冬季上班时间" rules={hours}>
                    <Input />
                  </Form.Item>
                </div>
                <Form.Item name={[name, "weekdays"]} label="每周上班日">
                  <Checkbox.Group options={WEEK} />
                </Form.Item>
              </div>
            ))}
            <Form.ErrorList errors={errors} />
            <Button size="small" icon={<PlusOutlined />} onClick={(event) => (add({ ...START, from: dayjs(formatDay(programNow())) }), focusNewRow(event))}>
              添加作息
            </Button>
          </>
        )}
      </Form.List>
    </Card>
  );
}

const START = {
  summer_from: "05-01",
  summer_to: "09-30",
  summer: "08:30-12:00 14:00-18:00",
  winter: "08:30-12:00 13:30-17:30",
  weekdays: [1, 2, 3, 4, 5],
};
