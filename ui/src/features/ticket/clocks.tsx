// A ticket's clocks: how each stands, why, and both limits where one replaced the other.
import type { Clock } from "../../gen/wire";
import { words } from "../../gen/words";
import { computeClockDisplay, describeClock, renderClockIcon } from "../../shared/time/countdown";
import { useNow } from "../../api/now";
import { formatMoment } from "../../shared/time/shanghai";

export function ClockCards({ clocks }: { clocks: Clock[] }) {
  return (
    <div className="clocks">
      {clocks.map((clock) => (
        <One key={`${clock.kind}${clock.task ?? ""}`} clock={clock} />
      ))}
    </div>
  );
}

function One({ clock }: { clock: Clock }) {
  const now = useNow();
  const how = computeClockDisplay(clock, now);
  const name = `${words.ClockKind[clock.kind]}${clock.task === null ? "" : `（第 ${clock.task} 次）`}`;
  return (
    <div className={`clock ${how}`} role="group" aria-label={name}>
      <small>
        {name}
        {!clock.binding && "（仅统计）"}
      </small>
      <div className="left number">
        {renderClockIcon(how)} {describeClock(clock, now)}
      </div>
      <small className="number">
        {clock.limit !== null && <div>时限 {formatMoment(clock.limit)}</div>}
        {clock.original !== null && clock.original !== clock.limit && <div>原时限 {formatMoment(clock.original)}</div>}
        {clock.target !== null && clock.ended_at === null && <div>争取 {formatMoment(clock.target)} 前</div>}
        {clock.ended_at !== null && <div>完成 {formatMoment(clock.ended_at)}</div>}
      </small>
      <small>{words.ClockReason[clock.why]}</small>
    </div>
  );
}
