// 显示: how the desk looks on this computer. What is chosen is seen at once, so there is nothing to save.
import { Form, Modal, Segmented, Switch } from "antd";
import { change, useLook, type Scheme, type Size } from "./look";

const SCHEMES: { value: Scheme; label: string }[] = [
  { value: "system", label: "跟随系统" },
  { value: "light", label: "浅色" },
  { value: "dark", label: "深色" },
];

const SIZES: { value: Size; label: string }[] = [
  { value: "standard", label: "标准" },
  { value: "large", label: "大" },
  { value: "largest", label: "特大" },
];

export function LookDialog({ close }: { close: () => void }) {
  const { scheme, size, compact } = useLook();
  return (
    <Modal open title="显示" width={420} footer={null} onCancel={close}>
      <p className="quiet">只对这台电脑有效。用户签字的画面始终是白底大字。</p>
      <Form layout="vertical">
        <Form.Item label="颜色">
          <Segmented<Scheme> block aria-label="颜色" value={scheme} onChange={(scheme) => change({ scheme })} options={SCHEMES} />
        </Form.Item>
        <Form.Item label="字号">
          <Segmented<Size> block aria-label="字号" value={size} onChange={(size) => change({ size })} options={SIZES} />
        </Form.Item>
        <Form.Item label="紧凑排列（一屏显示更多内容）" htmlFor="look-compact" style={{ marginBottom: 0 }}>
          <Switch id="look-compact" checked={compact} onChange={(compact) => change({ compact })} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
