// 月报自动生成: where the report of the month that is over lies, or why there is none.
import { Alert, Button } from "antd";
import { useRead } from "../../api/use-command";
import { openReportFolder, canOpenFolder } from "../../api/platform";
import { useShowRefusal } from "../../shared/dialogs/refusal";
import { describeRefusal } from "../../shared/text/errors";
import { formatReportSpan } from "./report-span";

/** How often it is asked again; the program itself looks every few minutes. */
const EVERY = 60_000;
const ABOVE = { marginBottom: 12 };

export function AutoReportNotice() {
  const waiting = useRead("report_waiting", {}, { every: EVERY });
  const say = useShowRefusal();
  const made = waiting.data?.made;
  const problem = waiting.data?.problem;
  const look = made && canOpenFolder && (
    <Button onClick={() => void openReportFolder().catch(say)}>打开文件夹</Button>
  );
  if (problem) {
    return <Alert style={ABOVE} type="warning" showIcon title="月报未能自动生成" description={describeRefusal(problem)} action={look} />;
  }
  if (!made) return null;
  return <Alert style={ABOVE} type="success" showIcon title={`${formatReportSpan(made.month)}的月报已生成，在 ${made.folder}`} action={look} />;
}
