// A view is named: the filters and columns as they are now, or one that has another name from now on.
import { App, Checkbox, Form, Input, Modal } from "antd";
import { useChange } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { TicketColumn } from "../../gen/wire";
import { HiddenSubmitButton } from "../../shared/keyboard/hidden-submit-button";
import { showFieldRefusal, useShowRefusal } from "../../shared/dialogs/refusal";
import { putOwnView, type OwnView, type SavedView } from "./views";

interface Props {
  views: readonly SavedView[];
  mine: readonly OwnView[];
  keep: (mine: OwnView[]) => void;
  address: string;
  columns: readonly TicketColumn[];
  /** The view that is renamed; a new one without. */
  old?: SavedView | null;
  close: () => void;
}

interface Values {
  name: string;
  shared?: boolean;
}

const LONGEST = 20;

export function SaveViewDialog({ views, mine, keep, address, columns, old = null, close }: Props) {
  const [form] = Form.useForm<Values>();
  const may = useMay();
  const share = useChange("view_share");
  const unshare = useChange("view_unshare");
  const { message } = App.useApp();
  const say = useShowRefusal();
  const name = Form.useWatch("name", form)?.trim() ?? "";
  const same = views.find((view) => view.name === name && view.name !== old?.name);
  const done = (told: string) => {
    void message.success(told);
    close();
  };
  const failed = (error: unknown) => {
    if (!showFieldRefusal(form, error)) say(error);
  };
  const submit = ({ name: typed, shared }: Values) => {
    const one: OwnView = { name: typed.trim(), address, columns: [...columns] };
    if (old ? old.kind === "shared" : shared) {
      share.mutate(one, {
        onSuccess: () => {
          // The old name goes only when the new one stands.
          if (old && old.name !== one.name) unshare.mutate({ name: old.name }, { onError: failed });
          done(old ? "已改名。" : "已保存，全体人员都能看到。");
        },
        onError: failed,
      });
      return;
    }
    keep(putOwnView(mine, one, old?.name));
    done(old ? "已改名。" : "视图已保存。");
  };
  const free = (_: unknown, value: string | undefined) => {
    const taken = views.find((view) => view.name === value?.trim() && view.name !== old?.name);
    const replaced = taken?.kind === "mine" && !old && !form.getFieldValue("shared");
    return taken && !replaced ? Promise.reject(new Error("已有同名的视图，请换一个名称。")) : Promise.resolve();
  };
  return (
    <Modal open title={old ? "视图改名" : "另存为视图"} okText="保存" onCancel={close} onOk={() => form.submit()} confirmLoading={share.isPending}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={submit} initialValues={{ name: old?.name ?? "", shared: false }}>
        <Form.Item
          name="name"
          label="视图名称"
          extra={same?.kind === "mine" ? "您已有同名的视图，保存后以现在的条件为准。" : undefined}
          rules={[{ required: true, whitespace: true, message: "请填写视图名称。" }, { validator: free }]}
        >
          <Input autoFocus autoComplete="off" maxLength={LONGEST} placeholder="例如：城区待派工" />
        </Form.Item>
        {!old && may("view_share") && (
          <Form.Item name="shared" valuePropName="checked" dependencies={["name"]} extra="不勾选则只有您自己看到。">
            <Checkbox>共享给全体人员</Checkbox>
          </Form.Item>
        )}
        <HiddenSubmitButton />
      </Form>
    </Modal>
  );
}
