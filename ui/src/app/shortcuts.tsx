// 快捷键 as a list, and those that hold wherever one is.
import { Flex, Modal } from "antd";
import { useLocation, useNavigate } from "react-router";
import { toggleColourScheme } from "../shared/look/appearance";
import { useActiveHotkeys, useHotkeys, type HotkeyGroup, type Hotkey } from "../shared/keyboard/hotkeys";
import { listMenuPlaces } from "../session/menu";
import { useDesk } from "../session/desk-state";

/** Heard by the screens themselves; here they are only told. */
const HEARD: { at: string; keys: Hotkey[] }[] = [
  {
    at: "/tickets",
    keys: [
      { press: "Enter", does: "打开选中的工单", group: "本页" },
      { press: "↑ ↓ Home End", does: "在列表中移动", group: "本页" },
      { press: "PgUp PgDn", does: "上一屏、下一屏", group: "本页" },
      { press: "空格", does: "勾选工单", group: "本页" },
      { press: "← →", does: "在列的边上：调整列宽", group: "本页" },
    ],
  },
  {
    at: "/settings",
    keys: [{ press: "Ctrl+Enter", does: "保存正在填写的内容", group: "本页" }],
  },
];
const NONE: Hotkey[] = [];

interface Acts {
  keys: () => void;
  look: () => void;
  lock: () => void;
  find: () => void;
}

/** The keys of the desk itself. */
export function useDeskKeys(act: Acts): void {
  const { may } = useDesk();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  // Whoever asks for a place by a key is at its beginning, also where they are there already.
  const there = listMenuPlaces(may).map((place) => ({
    ...place,
    go: () => {
      document.querySelector("main")?.focus();
      void navigate(place.path);
    },
  }));
  useHotkeys([
    ...there.map(({ letter, label, go }): Hotkey => ({ press: `G ${letter}`, does: label, group: "各页面", run: go })),
    ...there.flatMap(({ key, label, go }): Hotkey[] => (key ? [{ press: key, does: label, group: "各页面", run: go, overDrawer: true }] : [])),
    { press: "F3", does: "快速查找工单、用户或页面", group: "通用", run: act.find, overDrawer: true },
    { press: "?", does: "查看快捷键", group: "通用", run: act.keys },
    { press: "F1", does: "填写时查看快捷键", group: "通用", run: act.keys, overDrawer: true },
    { press: "Alt+L", does: "锁屏", group: "通用", run: act.lock },
    { press: "Alt+X", does: "显示与提醒", group: "通用", run: act.look },
    { press: "Alt+D", does: "切换浅色和深色", group: "通用", run: toggleColourScheme },
    { press: "Ctrl+Enter", does: "保存或确定弹出的窗口", group: "通用" },
    { press: "Esc", does: "关闭弹出的窗口", group: "通用" },
  ]);
  useHotkeys(HEARD.find(({ at }) => pathname.startsWith(at))?.keys ?? NONE);
}

const GROUPS: HotkeyGroup[] = ["本页", "各页面", "通用"];

export function ShortcutDialog({ close }: { close: () => void }) {
  const held = useActiveHotkeys();
  return (
    <Modal open title="快捷键" width={640} footer={null} onCancel={close}>
      {GROUPS.map((group) => {
        const keys = held.filter((key) => key.group === group);
        if (keys.length === 0) return null;
        return (
          <section key={group} aria-label={group}>
            <h3 className="keys-head">{group}</h3>
            <dl className="keys">
              {keys.map(({ press, does }) => (
                <Flex key={press + does} gap={8} align="baseline">
                  <dt>
                    {press.split(" ").map((key, place) => (
                      <kbd key={place} className="key">
                        {key}
                      </kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </Flex>
              ))}
            </dl>
          </section>
        );
      })}
      <p className="quiet">两个键的，先后按下，不必同时按。正在输入文字时，单个字母不作快捷键。</p>
    </Modal>
  );
}
