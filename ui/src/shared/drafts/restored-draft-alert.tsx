// Says that a form begins with what was typed into it before.
import { Alert, Button } from "antd";

export function RestoredDraftAlert({ discard }: { discard: () => void }) {
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 12 }}
      title="上次没有提交的内容已填回，请核对后提交。"
      action={
        <Button size="small" onClick={discard}>
          丢弃
        </Button>
      }
    />
  );
}
