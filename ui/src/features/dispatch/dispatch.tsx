// 派工板: what waits for a crew, and what each crew has; a card goes to another crew by mouse or by keyboard.
import { Alert, Button, Empty, Select } from "antd";
import { useSearchParams } from "react-router";
import { useRead } from "../../api/use-command";
import type { AddressArea } from "../../gen/wire";
import { PageLayout } from "../../shared/look/page-layout";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { toSelectOptions, words } from "../../shared/text/options";
import { isService } from "../../shared/ticket/service";
import { CrewBoard } from "./crew-board";
import "./dispatch.css";
import type { DispatchFilter } from "./use-crew-columns";

export function DispatchPage() {
  const settings = useRead("settings_get", {});
  const [search, setSearch] = useSearchParams();
  const service = search.get("service");
  const area = search.get("area");
  const filter: DispatchFilter = {
    service: isService(service) ? service : null,
    area: area !== null && area in words.AddressArea ? (area as AddressArea) : null,
  };
  const crews = settings.data?.settings.crews;
  const put = (name: keyof DispatchFilter, value: string | undefined) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    setSearch(next, { replace: true });
  };
  const pick = (name: keyof DispatchFilter, label: string, choices: { value: string; label: string }[]) => (
    <Select
      allowClear
      aria-label={label}
      placeholder={label}
      value={filter[name]}
      options={choices}
      onChange={(value: string | null | undefined) => put(name, value ?? undefined)}
      style={{ minWidth: 120 }}
    />
  );
  const filtered = filter.service !== null || filter.area !== null;
  return (
    <PageLayout
      title="派工板"
      extra={
        <>
          {pick("service", "服务", toSelectOptions(words.ServiceKind))}
          {pick("area", "区域", toSelectOptions(words.AddressArea))}
          {filtered && <Button onClick={() => setSearch({}, { replace: true })}>清除筛选</Button>}
        </>
      }
    >
      {settings.error && <FailureAlert error={settings.error} again={() => void settings.refetch()} />}
      {crews?.length === 0 && (
        <Empty description="还没有班组。请管理员在“设置与日历”中添加班组，再到这里派工。" />
      )}
      {filtered && <Alert type="info" showIcon title="只显示符合筛选条件的工单，件数也按筛选条件计算。" style={{ marginBottom: 8 }} />}
      {crews && <CrewBoard crews={crews} filter={filter} />}
    </PageLayout>
  );
}
