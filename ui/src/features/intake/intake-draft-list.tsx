// Reports that were begun and never saved are offered again, after a power cut too.
import { Alert, Button, Flex } from "antd";
import { words } from "../../gen/words";
import { formatMoment } from "../../shared/time/shanghai";
import { readDraftService, type IntakeDraft, type SavedIntakeDraft } from "./intake-draft";

interface Props {
  kept: readonly SavedIntakeDraft[];
  resume: (one: SavedIntakeDraft) => void;
  forget: (one: SavedIntakeDraft) => void;
}

const about = (draft: IntakeDraft) =>
  [words.ServiceKind[readDraftService(draft)], formatMoment(draft.received_at), draft.name, draft.address].filter(Boolean).join("，");

export function IntakeDraftList({ kept, resume, forget }: Props) {
  return kept.map((one) => (
    <Alert
      key={one.slot}
      type="info"
      showIcon
      style={{ marginBottom: 8, padding: "5px 12px" }}
      title={<div className="one-line">没有保存的来电记录（{about(one.draft)}），要继续填写吗？</div>}
      action={
        <Flex gap={6}>
          <Button size="small" type="primary" onClick={() => resume(one)}>
            继续填写
          </Button>
          <Button size="small" onClick={() => forget(one)}>
            丢弃
          </Button>
        </Flex>
      }
    />
  ));
}
