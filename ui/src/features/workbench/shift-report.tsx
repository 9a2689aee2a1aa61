// 交接班记录: which shift, and what the next one is to know.
import { App, Button, Flex, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useChange } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import { EarlierHandoverNotes } from "./handover-notes";
import { SHIFT_DRAFT } from "../../shared/drafts/draft-names";
import { useDrafts, type DraftStore } from "../../shared/drafts/use-drafts";
import { HiddenSubmitButton } from "../../shared/keyboard/hidden-submit-button";
import { DateTimePicker } from "../../shared/time/date-time-picker";
import { usePrintPreview } from "../../shared/pdf/print-preview";
import { useShowRefusal } from "../../shared/dialogs/refusal";
import { programNow } from "../../api/now";

const HOUR = 3_600_000;

interface Typed {
  from: number;
  to: number;
  note?: string;
}

/** What was typed for the next shift and not handed over yet. */
export function findShiftNoteDraft(all: DraftStore["all"]): string {
  const value = all.find(({ name }) => name === SHIFT_DRAFT)?.value;
  return typeof value === "string" ? value : "";
}

export function ShiftButton() {
  const may = useMay();
  const { ready } = useDrafts();
  const [open, setOpen] = useState(false);
  if (!may("shift_print")) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>交接班记录</Button>
      {open && ready && <ShiftReportDialog close={() => setOpen(false)} />}
    </>
  );
}

export function ShiftReportDialog({ close }: { close: () => void }) {
  const [form] = Form.useForm<Typed>();
  const { make, busy, preview } = usePrintPreview("shift_print");
  const { all, keep, drop } = useDrafts();
  const may = useMay();
  const leaving = useChange("shift_leave");
  const { message } = App.useApp();
  const say = useShowRefusal();
  const leave = () => {
    const text = ((form.getFieldValue("note") as string | undefined) ?? "").trim();
    if (text === "") return form.setFields([{ name: "note", errors: ["请填写要留给下一班的内容。"] }]);
    leaving.mutate(
      { text },
      {
        onSuccess: () => {
          drop(SHIFT_DRAFT);
          void message.success("已留给下一班，接班的人登录后在工作台上就能看到。");
        },
        onError: say,
      },
    );
  };
  const [note] = useState(() => findShiftNoteDraft(all));
  const last = (hours: number): Pick<Typed, "from" | "to"> => {
    // A minute is what the fields show.
    const to = Math.floor(programNow() / 60_000) * 60_000;
    return { from: to - hours * HOUR, to };
  };
  const submit = ({ from, to, note = "" }: Typed) =>
    make({ from, to, note: note.trim() }, () => {
      drop(SHIFT_DRAFT);
      close();
    });
  return (
    <Modal
      open
      title="交接班记录"
      okText="预览和打印"
      onCancel={close}
      onOk={() => form.submit()}
      confirmLoading={busy}
      footer={(_, { OkBtn, CancelBtn }) => (
        <>
          <CancelBtn />
          {may("shift_leave") && (
            <Button loading={leaving.isPending} onClick={leave}>
              留给下一班
            </Button>
          )}
          <OkBtn />
        </>
      )}
    >
      <p className="quiet">列出本班接到的、在办的、超时的工单和已约定的事项，留有手写和签字的位置。写好的交班事项可以“留给下一班”，接班人在工作台上看到并点“已阅”；没有留下也没有保存的会留着，下次打开还在。</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ ...last(8), note }}
        onValuesChange={(_, { note = "" }) => (note.trim() === "" ? drop(SHIFT_DRAFT) : keep(SHIFT_DRAFT, note))}
        onFinish={submit}
      >
        <Flex gap={8} style={{ marginBottom: 12 }}>
          {[8, 12].map((hours) => (
            <Button key={hours} size="small" onClick={() => form.setFieldsValue(last(hours))}>
              最近 {hours} 小时
            </Button>
          ))}
        </Flex>
        <Form.Item name="from" label="班次开始" rules={[{ required: true, message: "请选择开始时间。" }]}>
          <DateTimePicker />
        </Form.Item>
        <Form.Item
          name="to"
          label="班次结束"
          dependencies={["from"]}
          rules={[
            { required: true, message: "请选择结束时间。" },
            ({ getFieldValue }) => ({
              validator: (_, to: number | null) =>
                !to || to > (getFieldValue("from") as number) ? Promise.resolve() : Promise.reject(new Error("结束时间须晚于开始时间。")),
            }),
          ]}
        >
          <DateTimePicker />
        </Form.Item>
        <Form.Item name="note" label="交班事项（可不填，Ctrl+Enter 预览）">
          <Input.TextArea autoFocus rows={4} maxLength={4000} placeholder="需要接班人知道的事，会印在记录上，也可留给下一班" />
        </Form.Item>
        <EarlierHandoverNotes />
        <HiddenSubmitButton />
      </Form>
      {preview}
    </Modal>
  );
}
