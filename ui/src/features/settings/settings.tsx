// 设置与日历.
import { Flex, Tabs } from "antd";
import { useSearchParams } from "react-router";
import { useRead } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import { KeysTab } from "../sealing-key";
import { PageLayout } from "../../shared/look/page-layout";
import { FailureAlert } from "../../shared/dialogs/refusal";
import { BackupCard } from "./backup";
import { CalendarForm } from "./calendar-form";
import { ErasureCard } from "./erasure";
import { SettingsForm } from "./settings-form";
import { LogoCard } from "./logo";
import { SnippetsForm } from "./snippets-form";
import { StandardForm } from "./standard";
import { UpdateCard } from "./update";

export function SettingsPage() {
  const may = useMay();
  // Other pages lead to one of them.
  const [search, change] = useSearchParams();
  const settings = useRead("settings_get", {});
  const calendar = useRead("calendar_get", {});
  const standard = useRead("standard_get", {});
  const error = settings.error ?? calendar.error ?? standard.error;
  const tabs = [
    {
      key: "settings",
      label: "公司、时限、班组",
      children: settings.data && (
        <Flex vertical gap={12}>
          <LogoCard />
          <SettingsForm key={settings.data.version} view={settings.data} />
        </Flex>
      ),
    },
    {
      key: "snippets",
      label: "常用语",
      children: settings.data && <SnippetsForm key={settings.data.version} view={settings.data} />,
    },
    {
      key: "calendar",
      label: "工作时间与节假日",
      children: calendar.data && <CalendarForm key={calendar.data.version} view={calendar.data} />,
    },
    { key: "key", label: "封存密钥", children: <KeysTab /> },
    {
      key: "standard",
      label: "水质标准",
      children: standard.data && <StandardForm key={standard.data.version} view={standard.data} />,
    },
    ...(may("erasure_run") ? [{ key: "erasure", label: "到期清除", destroyOnHidden: true, children: <ErasureCard /> }] : []),
    ...(may("backup_make")
      ? [
          {
            key: "backup",
            label: may("update_check") ? "备份与更新" : "备份",
            children: (
              <Flex vertical gap={12}>
                <BackupCard />
                {may("update_check") && <UpdateCard />}
              </Flex>
            ),
          },
        ]
      : []),
  ];
  return (
    <PageLayout title="设置与日历">
      {error && (
        <FailureAlert
          error={error}
          again={() => {
            void settings.refetch();
            void calendar.refetch();
            void standard.refetch();
          }}
        />
      )}
      <Tabs items={tabs} activeKey={search.get("tab") ?? "settings"} onChange={(tab) => change({ tab }, { replace: true })} />
    </PageLayout>
  );
}
