// 显示与提醒: how the desk looks on this computer, and what it reminds of. What is chosen holds at once, so there is nothing to save.
import { Divider, Form, InputNumber, Modal, Switch } from "antd";
import { useChange, useRead } from "../../api/use-command";
import type { ComputerSettings, CloseAction } from "../../gen/wire";
import { InitialFocus } from "../../shared/keyboard/initial-focus";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { SegmentedControl } from "../../shared/table/segments";
import { toSelectOptions, words } from "../../shared/text/options";
import { changeAppearance, useAppearance, type ColourScheme, type TypeSize } from "../../shared/look/appearance";

const SCHEMES: { value: ColourScheme; label: string }[] = [
  { value: "system", label: "跟随系统" },
  { value: "light", label: "浅色" },
  { value: "dark", label: "深色" },
];

const SIZES: { value: TypeSize; label: string }[] = [
  { value: "standard", label: "标准" },
  { value: "large", label: "大" },
  { value: "largest", label: "特大" },
];

/** A switch stands beside its words, so that all of it fits on a low screen. */
const BESIDE = { layout: "horizontal", colon: false, labelAlign: "left", labelCol: { flex: "15em" }, wrapperCol: { flex: "1 1 0" } } as const;

export function AppearanceDialog({ close }: { close: () => void }) {
  const { scheme, size, compact } = useAppearance();
  return (
    <Modal open title="显示与提醒" width={480} footer={null} onCancel={close}>
      <p className="quiet">只对这台电脑有效。用户签字的画面始终是白底大字。</p>
      <Form layout="vertical">
        <InitialFocus>
          <Form.Item label="颜色">
            <SegmentedControl<ColourScheme> block label="颜色" value={scheme} onChange={(scheme) => changeAppearance({ scheme })} options={SCHEMES} />
          </Form.Item>
          <Form.Item label="字号">
            <SegmentedControl<TypeSize> block label="字号" value={size} onChange={(size) => changeAppearance({ size })} options={SIZES} />
          </Form.Item>
          <Form.Item {...BESIDE} label="紧凑排列（一屏显示更多内容）" htmlFor="look-compact">
            <Switch id="look-compact" checked={compact} onChange={(compact) => changeAppearance({ compact })} />
          </Form.Item>
        </InitialFocus>
      </Form>
      <Reminding />
    </Modal>
  );
}

/** Reminders come from the program itself, also while the window is hidden. */
function Reminding() {
  const read = useRead("computer_get", {});
  const change = useChange("computer_change");
  if (read.error) return <FailureAlert error={read.error} again={() => void read.refetch()} />;
  if (!read.data) return null;
  const now: ComputerSettings = change.isPending ? change.variables : read.data;
  const put = (part: Partial<ComputerSettings>) => change.mutate({ ...now, ...part });
  return (
    <>
      <Divider style={{ margin: "4px 0 12px" }} />
      {change.error && <FailureAlert error={change.error} again={() => change.reset()} />}
      <Form layout="vertical">
        <Form.Item {...BESIDE} label="到期提醒（弹出系统通知）" htmlFor="remind" extra="通知只写单号和时限，不含用户信息；锁屏时只写件数。">
          <Switch id="remind" checked={now.notify} onChange={(notify) => put({ notify })} />
        </Form.Item>
        <Form.Item label="提前几分钟提醒（0 表示只在超时时提醒）" htmlFor="remind-before">
          <InputNumber
            id="remind-before"
            min={0}
            max={60}
            precision={0}
            disabled={!now.notify}
            value={now.warn_minutes}
            onChange={(minutes) => minutes !== null && put({ warn_minutes: minutes })}
          />
        </Form.Item>
        <Form.Item {...BESIDE} label="提醒时发出声音" htmlFor="remind-sound">
          <Switch id="remind-sound" disabled={!now.notify} checked={now.sound} onChange={(sound) => put({ sound })} />
        </Form.Item>
        <Form.Item {...BESIDE} label="开机后自动启动" htmlFor="starts" extra="登录这台电脑后，程序自动打开。">
          <Switch
            id="starts"
            checked={now.starts_with_computer}
            onChange={(starts_with_computer) => put({ starts_with_computer })}
          />
        </Form.Item>
        <Form.Item label="关闭窗口时" style={{ marginBottom: 0 }}>
          <SegmentedControl<CloseAction> block label="关闭窗口时" value={now.on_close} onChange={(on_close) => put({ on_close })} options={toSelectOptions(words.CloseAction)} />
        </Form.Item>
      </Form>
    </>
  );
}
