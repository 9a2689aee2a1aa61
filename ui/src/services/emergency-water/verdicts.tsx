// An outage held against the thresholds: each with what it is, what it takes, and whether that is reached (6.1).
import { Flex, Tag } from "antd";
import type { GroundVerdict } from "../../gen/wire";
import { words } from "../../gen/words";

const UNIT: Record<GroundVerdict["ground"], string> = { long: "小时", wide: "户", dense: "户（最大的小区）" };

interface Props {
  verdicts: readonly GroundVerdict[];
  /** Whether the company has authorised the trucks: nothing is left to be said then. */
  authorised?: boolean;
}

export function ThresholdVerdicts({ verdicts, authorised = false }: Props) {
  const met = verdicts.some((verdict) => verdict.met);
  return (
    <div>
      <Flex gap={8} wrap>
        {verdicts.map(({ ground, is, threshold, met }) => (
          <span key={ground} className={met ? "verdict met" : "verdict"}>
            {words.OutageGround[ground]}：<b className="number">{is}</b> / {threshold} {UNIT[ground]}{" "}
            <Tag color={met ? "red" : "default"} style={{ margin: 0 }}>
              {met ? "达到" : "未达到"}
            </Tag>
          </span>
        ))}
      </Flex>
      {!authorised && (
        <div className="quiet" style={{ marginTop: 4 }}>
          {met ? "已达到应急送水条件，请尽快报公司授权。" : "各项都没有达到应急送水条件；确需送水的，授权时请写明原因。"}
        </div>
      )}
    </div>
  );
}
