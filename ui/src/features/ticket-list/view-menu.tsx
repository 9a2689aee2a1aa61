// What may be done with the view that is shown: saved under a name, renamed, shared, taken away.
import { EllipsisOutlined, SaveOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useState } from "react";
import { useChange } from "../../api/use-command";
import { useMay } from "../../session/desk-state";
import type { TicketColumn } from "../../gen/wire";
import { useShowRefusal } from "../../shared/dialogs/refusal";
import { SaveViewDialog } from "./view-save";
import { putOwnView, type OwnView, type SavedView } from "./views";

interface Props {
  views: readonly SavedView[];
  mine: readonly OwnView[];
  keep: (mine: OwnView[]) => void;
  active: SavedView | null;
  address: string;
  columns: readonly TicketColumn[];
}

export function ViewMenu(props: Props) {
  const { active, mine, keep } = props;
  const [open, setOpen] = useState<"new" | "name" | null>(null);
  const may = useMay();
  const { message, modal } = App.useApp();
  const say = useShowRefusal();
  const share = useChange("view_share");
  const unshare = useChange("view_unshare");
  const own = active?.own ? active : null;
  const others = (view: SavedView) => mine.filter(({ name }) => name !== view.name);
  const act = {
    name: () => setOpen("name"),
    share: (view: SavedView) =>
      share.mutate(
        { name: view.name, address: view.address, columns: [...view.columns] },
        {
          onSuccess: () => {
            keep(others(view));
            void message.success("已共享，全体人员都能看到。");
          },
          onError: say,
        },
      ),
    unshare: (view: SavedView) =>
      unshare.mutate(
        { name: view.name },
        {
          onSuccess: () => {
            keep(putOwnView(mine, { name: view.name, address: view.address, columns: [...view.columns] }));
            void message.success("已取消共享，现在只有您自己看到。");
          },
          onError: say,
        },
      ),
    remove: (view: SavedView) =>
      void modal.confirm({
        title: `删除视图“${view.name}”？`,
        content: view.kind === "shared" ? "全体人员都将不再看到这个视图。工单不受影响。" : "工单不受影响。",
        okText: "删除",
        okButtonProps: { danger: true },
        onOk: () => (view.kind === "shared" ? unshare.mutate({ name: view.name }, { onError: say }) : keep(others(view))),
      }),
  };
  const items = [
    { key: "name", label: "改名" },
    ...(may("view_share") ? [own?.kind === "shared" ? { key: "unshare", label: "取消共享" } : { key: "share", label: "共享给全体人员" }] : []),
    { key: "remove", label: "删除视图", danger: true },
  ];
  return (
    <>
      {active === null && (
        <Button icon={<SaveOutlined />} onClick={() => setOpen("new")}>
          另存为视图
        </Button>
      )}
      {own && (
        <Dropdown trigger={["click"]} autoFocus menu={{ items, onClick: ({ key }) => act[key as keyof typeof act](own) }}>
          <Button icon={<EllipsisOutlined />} aria-haspopup="menu" aria-label={`视图“${own.name}”的更多操作`}>
            视图
          </Button>
        </Dropdown>
      )}
      {open && <SaveViewDialog {...props} {...(open === "name" && own ? { old: own, address: own.address, columns: own.columns } : {})} close={() => setOpen(null)} />}
    </>
  );
}
