// 月报自动生成: where the report of the month that is over lies, or why there is none.
import { Alert, Button } from "antd";
import { useRead } from "../call/use";
import { openReportFolder, opensFolder } from "../platform";
import { useSay } from "../part/refusal";
import { sentence } from "../text/errors";
import { inWords } from "./span";

/** How often it is asked again; the program itself looks every few minutes. */
const EVERY = 60_000;
const ABOVE = { marginBottom: 12 };

export function Waiting() {
  const waiting = useRead("report_waiting", {}, { every: EVERY });
  const say = useSay();
  const made = waiting.data?.made;
  const problem = waiting.data?.problem;
  const look = made && opensFolder && (
    <Button onClick={() => void openReportFolder().catch(say)}>打开文件夹</Button>
  );
  if (problem) {
    return <Alert style={ABOVE} type="warning" showIcon title="月报未能自动生成" description={sentence(problem)} action={look} />;
  }
  if (!made) return null;
  return <Alert style={ABOVE} type="success" showIcon title={`${inWords(made.month)}的月报已生成，在 ${made.folder}`} action={look} />;
}
