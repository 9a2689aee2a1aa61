// Data that could not be opened: why, and what whoever is here can do about it, also at night.
import { Alert, App, Button, Flex } from "antd";
import { useState } from "react";
import { FailureAlert } from "../shared/dialogs/refusal";
import { openRebuilt, refusalOf } from "../api/platform";
import { describeRefusal } from "../shared/text/errors";

/** What somebody edited behind the program's back, and what can be made again from the journal. */
const EDITED = ["foreign_object", "schema_changed", "table_differs"];

export function OpeningFailure({ error, again }: { error: unknown; again: () => void }) {
  const { modal } = App.useApp();
  const [works, setWorks] = useState(false);
  const refusal = refusalOf(error);
  if (!refusal || !EDITED.includes(refusal.code)) return <FailureAlert error={error} again={again} />;
  const rebuild = async () => {
    setWorks(true);
    try {
      const copy = await openRebuilt();
      again();
      if (copy) modal.info({ title: "数据已按记录重建", content: `改动过的数据文件原样留在 ${copy}，请交系统管理员查明原因。` });
    } catch (error) {
      setWorks(false);
      // In sight also where this page has been drawn anew meanwhile, because the data were asked for again.
      modal.error({ title: "没有重建，数据没有改动", content: describeRefusal(refusalOf(error)) });
    }
  };
  return (
    <Flex vertical gap="middle">
      <FailureAlert error={error} again={again} />
      <Alert
        type="info"
        showIcon
        title="可以按记录重建后继续工作"
        description="工单、签字和操作记录都不会改变；不是本系统写入的内容会移出，改动过的数据文件另存一份备查。数据多时需要几分钟，请不要关闭电脑。"
        action={
          <Button type="primary" loading={works} onClick={() => void rebuild()}>
            按记录重建
          </Button>
        }
      />
    </Flex>
  );
}
