// 社区活动: the year's plan as a list, planned against held (5.2); its calendar is 日程.
import { LeftOutlined, PlusOutlined, RightOutlined, UploadOutlined } from "@ant-design/icons";
import { Button, Card, Empty, Flex, Select, Skeleton } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { useRead } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { EventOrigin, PlanView } from "../../gen/wire";
import { PageLayout } from "../../shared/look/page-layout";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { toSelectOptions, words } from "../../shared/text/options";
import { programNow } from "../../api/now";
import { formatDay } from "../../shared/time/shanghai";
import { PlanImportDrawer } from "./plan-import-drawer";
import { EventList } from "./event-list";
import { EventMonthTable } from "./event-month-table";

const thisYear = () => Number(formatDay(programNow()).slice(0, 4));

export function PlanPage() {
  const [year, setYear] = useState(thisYear);
  const [importing, setImporting] = useState(false);
  const may = useMay();
  const navigate = useNavigate();
  const read = useRead("community_plan", { year }, { keep: true });
  const enter = () => void navigate("/intake?service=community");
  return (
    <PageLayout
      title="社区活动"
      extra={
        <>
          <Button icon={<LeftOutlined />} aria-label="上一年" onClick={() => setYear((y) => y - 1)} />
          <b className="number">{year}年</b>
          <Button icon={<RightOutlined />} aria-label="下一年" onClick={() => setYear((y) => y + 1)} />
          <Link to={`/calendar?view=month&what=event${year === thisYear() ? "" : `&date=${year}-01-01`}`}>在日程中按月查看</Link>
          {may("community_import") && (
            <Button icon={<UploadOutlined />} onClick={() => setImporting(true)}>
              导入计划
            </Button>
          )}
          {may("ticket_open") && (
            <Button type="primary" icon={<PlusOutlined />} onClick={enter}>
              登记活动
            </Button>
          )}
        </>
      }
    >
      {read.error && <FailureAlert error={read.error} again={() => void read.refetch()} />}
      {read.data ? <Year view={read.data} /> : !read.error && <Skeleton active />}
      {importing && <PlanImportDrawer close={() => setImporting(false)} />}
    </PageLayout>
  );
}

function Year({ view }: { view: PlanView }) {
  const [origin, setOrigin] = useState<EventOrigin | null>(null);
  const events = view.events.filter((row) => origin === null || (row.more?.kind === "community" && row.more.origin === origin));
  if (view.events.length === 0) {
    return (
      <Card>
        <Empty description={`${view.year}年还没有活动。可以“导入计划”（电子表格），也可以“登记活动”逐项登记。`} />
      </Card>
    );
  }
  return (
    <Flex vertical gap={12}>
      <EventMonthTable events={events} now={view.now} />
      <Flex gap={8} align="center">
        <Select<EventOrigin | null>
          aria-label="活动来源"
          value={origin}
          onChange={setOrigin}
          style={{ width: 140 }}
          options={[{ value: null, label: "全部来源" }, ...toSelectOptions(words.EventOrigin)]}
        />
        <span className="quiet">共 {events.length} 项</span>
      </Flex>
      <EventList events={events} now={view.now} />
    </Flex>
  );
}
