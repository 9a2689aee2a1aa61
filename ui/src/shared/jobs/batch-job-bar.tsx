// The bar of long work, with its way out.
import { Alert, Button, Flex, Progress } from "antd";
import type { BatchJob } from "../../api/batch-job";
import { describeRefusal } from "../text/errors";
import { refusalOf } from "../../api/platform";

/** `part`: how much is done, from 0 to 1; `words`: what has been done, in words. */
export function BatchJobBar<S>({ long, part, words }: { long: BatchJob<S>; part: (state: S) => number; words: (state: S) => string }) {
  const { state, running, done, error } = long;
  if (state === null) return null;
  return (
    <Flex vertical gap={8} style={{ width: "100%", maxWidth: 560 }}>
      {(running || (!done && error === null)) && (
        <Flex gap={12} align="center">
          <Progress
            percent={Math.floor(part(state) * 100)}
            status={running ? "active" : "normal"}
            style={{ flex: 1, margin: 0 }}
            aria-label="进度"
          />
          {running && (
            <Button size="small" onClick={long.stop}>
              停止
            </Button>
          )}
        </Flex>
      )}
      {running && <span className="quiet">{words(state)}</span>}
      {!running && !done && error === null && <Alert type="warning" showIcon title={`已停止。${words(state)}`} />}
      {error !== null && <Alert type="error" showIcon title={describeRefusal(refusalOf(error))} />}
    </Flex>
  );
}
