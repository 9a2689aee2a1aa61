// The clocks as one line of time with the moves on it: what happened above, a lane for each clock below, and now.
import { useEffect, useRef, useState } from "react";
import type { ClockDisplay } from "../../shared/time/countdown";
import type { TicketView } from "../../gen/wire";
import { useNow } from "../../api/now";
import { isTicketOngoing, listAxisInstants, buildClockLanes, buildAxisMarks, placeLabels, createTimeScale, createTimeFormatter, describeTimeAxis, estimateTextWidth, type ClockLane, type AxisMark } from "./time-axis";

/** Room on the left for the clocks' names, on the right for the last label. */
const LEFT = 150;
const RIGHT = 16;
const ROWS = 3;
const ROW = 17;
const LANE = 30;

/** How it stands, by sign as well as by colour. */
const SIGN: Record<ClockDisplay, string> = { running: "◷", soon: "▲", breached: "✕", late: "✕", met: "✓", waived: "–" };
const WORD: Record<ClockDisplay, string> = { running: "计时中", soon: "快到期", breached: "已超时", late: "逾时完成", met: "按时", waived: "不计时" };

function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(1100);
  useEffect(() => {
    if (!box.current) return;
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.max(600, Math.floor(entry.contentRect.width))));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return { box, width };
}

export function TimeAxisBar({ view }: { view: TicketView }) {
  const { box, width } = useWidth();
  // By the minute: nothing on the line moves more finely. What was done within this minute is not after now.
  const now = Math.max(Math.floor(useNow() / 60_000) * 60_000, ...view.entries.map(({ happened_at: at }) => at));
  const all = listAxisInstants(view, now);
  const room = width - LEFT - RIGHT;
  const at = createTimeScale(all, room);
  const tell = createTimeFormatter(all);
  const happened = buildAxisMarks(view, tell);
  const clocks = buildClockLanes(view, now, tell);
  const labels = placeLabels(
    happened.map((mark) => ({ x: at(mark.at), text: mark.text, weight: mark.weight })),
    ROWS,
    room,
  );
  const rows = 1 + Math.max(0, ...labels.map(({ row }) => row));
  const line = rows * ROW + 12;
  const foot = line + 12 + clocks.length * LANE;
  const open = isTicketOngoing(view);
  return (
    <div className="bar" ref={box}>
      <svg width={width} height={foot + (open ? 18 : 4)} role="img" aria-label={describeTimeAxis(view, now)}>
        <defs>
          <pattern id="over" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" fill="var(--ant-color-error-bg)" />
            <rect width="3" height="6" fill="var(--ant-color-error-text)" />
          </pattern>
        </defs>
        <text x={0} y={line + 4} className="bar-name">
          办理过程
        </text>
        <text x={0} y={line - 11} className="bar-note">
          长的间隔缩短显示
        </text>
        <g transform={`translate(${LEFT} 0)`}>
          <line x1={0} x2={room} y1={line} y2={line} className="bar-line" />
          {labels.map((label) => {
            const base = line - 12 - label.row * ROW;
            return (
              <g key={`${label.x}${label.text}`}>
                <line x1={label.x} x2={label.x} y1={base + 3} y2={line} className="bar-lead" />
                <text x={label.left} y={base}>
                  {label.text}
                </text>
              </g>
            );
          })}
          {open && (
            <g>
              <title>现在</title>
              <line x1={at(now)} x2={at(now)} y1={line} y2={foot} className="bar-now" />
              <text x={Math.min(Math.max(0, at(now) - estimateTextWidth(`现在 ${tell(now)}`) / 2), room - estimateTextWidth(`现在 ${tell(now)}`))} y={foot + 13} className="bar-now-word">
                现在 {tell(now)}
              </text>
            </g>
          )}
          {happened.map((mark) => (
            <Dot key={mark.at} mark={mark} x={at(mark.at)} y={line} />
          ))}
        </g>
        {clocks.map((lane, place) => (
          <One key={lane.key} lane={lane} y={line + 12 + place * LANE} at={at} room={room} />
        ))}
      </svg>
    </div>
  );
}

/** What happened; what was typed later is a square standing on its corner. */
function Dot({ mark, x, y }: { mark: AxisMark; x: number; y: number }) {
  return (
    <g className="bar-dot">
      <title>{mark.title}</title>
      {mark.late ? <rect x={x - 5} y={y - 5} width={10} height={10} transform={`rotate(45 ${x} ${y})`} className="late" /> : <circle cx={x} cy={y} r={5} />}
    </g>
  );
}

const WEIGHT = { limit: 3, original: 2, target: 1 };

function One({ lane, y, at, room }: { lane: ClockLane; y: number; at: (at: number) => number; room: number }) {
  const limit = lane.limits.find(({ kind }) => kind === "limit")?.at ?? lane.to;
  const [from, to, end] = [at(lane.from), at(lane.to), at(limit)];
  const over = lane.to > limit;
  const labels = placeLabels(
    lane.limits.map(({ at: when, kind, text }) => ({ x: at(when), text, weight: WEIGHT[kind] })),
    1,
    room,
  );
  const base = y + 20;
  return (
    <g>
      <title>{`${lane.name}：${lane.says}`}</title>
      <text x={0} y={base + 6} className={`bar-name ${lane.how}`}>
        <tspan className="sign">{SIGN[lane.how]}</tspan> {lane.name} {WORD[lane.how]}
        {lane.enteredLate && "（补录）"}
      </text>
      <g transform={`translate(${LEFT} 0)`}>
        <rect x={from} y={base} width={Math.max(2, end - from)} height={8} rx={2} className="bar-rest" />
        <rect x={from} y={base} width={Math.max(2, Math.min(to, end) - from)} height={8} rx={2} className={`bar-run ${lane.how}`} />
        {over && <rect x={end} y={base} width={Math.max(2, to - end)} height={8} fill="url(#over)" className="bar-over" />}
        {labels.map((label) => (
          <text key={label.text} x={label.left} y={y + 14} className="bar-limit">
            {label.text}
          </text>
        ))}
        {lane.limits.map(({ kind, at: when, title, missed }) => (
          <g key={kind}>
            <title>{title}</title>
            <line x1={at(when)} x2={at(when)} y1={base - 3} y2={base + 11} className={`bar-tick ${kind}${missed ? " missed" : ""}`} />
          </g>
        ))}
      </g>
    </g>
  );
}
