// The desk itself: side menu, head, and the screen chosen.
import { BgColorsOutlined, KeyOutlined, LockOutlined, LogoutOutlined, QuestionCircleOutlined, SearchOutlined, UserOutlined } from "@ant-design/icons";
import { Alert, Button, Dropdown, Flex, Layout, Skeleton, Tag } from "antd";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Navigate, Route, Routes, useLocation } from "react-router";
import { AcknowledgementsPage } from "../features/acknowledgements/acknowledgements-page";
import { WorkbenchPage } from "../features/workbench/board";
import { flushUserData } from "../shared/drafts/user-data";
import { useChange } from "../api/use-command";
import { HouseholdPage } from "../features/customers/household-page";
import { OldTicketPage } from "../features/past-tickets/old-ticket-page";
import { HouseholdSearchPage } from "../features/customers/household-search-page";
import { DraftSync } from "../shared/drafts/use-drafts";
import type { Role } from "../gen/wire";
import { words } from "../gen/words";
import { TrustBanner } from "../features/sealing-key/banner";
import { PassphraseDialog } from "../features/sealing-key/passphrase-dialog";
import { AppearanceDialog } from "../features/appearance/appearance-dialog";
import { letTabLeaveMultiSelect } from "../shared/antd-compat/multi-select-tab";
import { restoreFocus } from "../shared/antd-compat/restore-focus";
import { listenToHotkeys } from "../shared/keyboard/hotkeys";
import { KeyCap } from "../shared/keyboard/key-cap";
import { endStalledAnimations } from "../shared/antd-compat/stalled-animations";
import { useShowRefusal } from "../shared/dialogs/refusal";
import { moveFocusAmong } from "../shared/table/row-navigation";
import { JobProgressList } from "../shared/jobs/job-progress-list";
import { PeoplePage } from "../features/people/people";
import { IntakePage } from "../features/intake/intake";
import { TicketPage } from "../features/ticket/ticket-page";
import { TicketListPage } from "../features/ticket-list/ticket-list-page";
import { describeClockBehind } from "../shared/time/clock-behind";
import { useNow } from "../api/now";
import { formatMomentWithSeconds } from "../shared/time/shanghai";
import { useSetDeskState } from "./app-root";
import { useIdleLock } from "./use-idle-lock";
import { findHomePlace, listMenuPlaces } from "../session/menu";
import { PasswordDialog } from "./password-dialog";
import { QuickFind } from "./quick-find";
import { ShortcutDialog, useDeskKeys } from "./shortcuts";
import { useDesk } from "../session/desk-state";

// Read when somebody goes there, so that the workbench stands sooner.
const CalendarPage = lazy(() => import("../features/agenda/calendar").then(({ AgendaPage }) => ({ default: AgendaPage })));
const Dispatch = lazy(() => import("../features/dispatch/dispatch").then(({ DispatchPage }) => ({ default: DispatchPage })));
const PlanPage = lazy(() => import("../features/event-plan/plan").then(({ PlanPage }) => ({ default: PlanPage })));
const Report = lazy(() => import("../features/report/report").then(({ ReportPage }) => ({ default: ReportPage })));
const SettingsPage = lazy(() => import("../features/settings/settings").then(({ SettingsPage }) => ({ default: SettingsPage })));
const Journal = lazy(() => import("../features/audit/journal").then(({ JournalPage }) => ({ default: JournalPage })));

export function DeskFrame() {
  const desk = useDesk();
  const behind = describeClockBehind(desk);
  const page = useRef<HTMLElement>(null);
  const main = useRef<HTMLElement>(null);
  useIdleLock(desk.idle_lock_minutes, desk.locked);
  useEffect(listenToHotkeys, []);
  useEffect(endStalledAnimations, []);
  useEffect(letTabLeaveMultiSelect, []);
  useEffect(() => (page.current ? restoreFocus(page.current) : undefined), []);
  const { pathname } = useLocation();
  const before = useRef(pathname);
  // Whoever comes to another place by a key goes on in it, not through the menu.
  useEffect(() => {
    const { activeElement } = document;
    if (before.current !== pathname && (!activeElement || activeElement === document.body)) main.current?.focus();
    before.current = pathname;
  }, [pathname]);
  return (
    <Layout ref={page} style={{ height: "100vh" }}>
      <Button className="skip" type="primary" onClick={() => main.current?.focus()}>
        跳到正文
      </Button>
      <Layout.Sider className="places-side" style={{ overflow: "auto" }}>
        <div className="brand">
          <b>延伸服务台</b>
          <small>{desk.company}</small>
          <small>热线 {desk.hotline}</small>
        </div>
        <SideMenu may={desk.may} />
      </Layout.Sider>
      <Layout>
        <Head />
        <Layout.Content ref={main} tabIndex={-1} style={{ overflow: "auto" }}>
          {behind && <Alert type="warning" showIcon banner title={behind} />}
          <TrustBanner />
          <Missing />
          <Screens />
        </Layout.Content>
        <PassphraseDialog />
        <DraftSync />
        <JobProgressList />
      </Layout>
    </Layout>
  );
}

/** Links of the browser's own, one stop of the keyboard: the library's menu takes as long to draw as the rest of the frame. */
export function SideMenu({ may }: { may: readonly string[] }) {
  const { pathname } = useLocation();
  const shown = listMenuPlaces(may);
  const chosen = shown.findIndex(({ path }) => pathname.startsWith(path));
  // Tab leads out from wherever the arrows have led, and comes back to where one is.
  const [held, setHeld] = useState<string | null>(null);
  const stop = held ?? `#${shown[Math.max(0, chosen)]?.path}`;
  return (
    <nav
      className="side"
      aria-label="各页面"
      onFocus={({ target }) => setHeld(target.getAttribute("href"))}
      onBlur={() => setHeld(null)}
      onKeyDown={(event) => moveFocusAmong(event, [...event.currentTarget.querySelectorAll("a")])}
    >
      {shown.map(({ path, icon, label, key }, place) => (
        <a key={path} href={`#${path}`} aria-current={place === chosen ? "page" : undefined} tabIndex={`#${path}` === stop ? 0 : -1}>
          {icon}
          {label}
          {key && <span>{key}</span>}
        </a>
      ))}
    </nav>
  );
}

function Head() {
  const { person, demo } = useDesk();
  const [open, setOpen] = useState<"password" | "look" | "keys" | "find" | null>(null);
  const out = useChange("person_sign_out");
  const lock = useChange("person_lock");
  const stand = useSetDeskState();
  const say = useShowRefusal();
  const then = { onSuccess: stand, onError: say };
  const act = {
    // What was just kept is written before: a locked desk takes nothing.
    lock: () => void flushUserData().then(() => lock.mutate({}, then)),
    password: () => setOpen("password"),
    look: () => setOpen("look"),
    keys: () => setOpen("keys"),
    find: () => setOpen("find"),
    out: () => void flushUserData().then(() => out.mutate({}, then)),
  };
  const shut = () => setOpen(null);
  useDeskKeys(act);
  return (
    <Layout.Header style={{ borderBottom: "1px solid var(--ant-color-border-secondary)" }}>
      <Flex justify="space-between" align="center" style={{ height: "100%" }}>
        <Flex gap={12} align="center">
          <Clock />
          {demo && <Tag color="orange">演示数据</Tag>}
        </Flex>
        <Flex gap={4} align="center">
          <Tag>{inWords(person?.roles ?? [])}</Tag>
          <Button type="text" icon={<SearchOutlined />} onClick={act.find}>
            查找 <KeyCap of="F3" />
          </Button>
          <Button type="text" icon={<LockOutlined />} onClick={act.lock}>
            锁屏
          </Button>
          <Dropdown
            trigger={["click"]}
            autoFocus
            menu={{
              onClick: ({ key }) => act[key as keyof typeof act](),
              items: [
                { key: "look", icon: <BgColorsOutlined />, label: "显示与提醒" },
                { key: "keys", icon: <QuestionCircleOutlined />, label: "快捷键" },
                { key: "password", icon: <KeyOutlined />, label: "修改密码" },
                { key: "out", icon: <LogoutOutlined />, label: "退出登录" },
              ],
            }}
          >
            <Button type="text" icon={<UserOutlined />}>
              {person?.name}
            </Button>
          </Dropdown>
        </Flex>
      </Flex>
      {open === "password" && <PasswordDialog close={shut} />}
      {open === "look" && <AppearanceDialog close={shut} />}
      {open === "find" && <QuickFind close={shut} />}
      {open === "keys" && <ShortcutDialog close={shut} />}
    </Layout.Header>
  );
}

/** The roles in words; a person with every role needs no list. */
function inWords(roles: readonly Role[]): string {
  const all = Object.keys(words.Role).length === roles.length;
  return all ? "全部岗位" : roles.map((role) => words.Role[role]).join("、");
}

function Clock() {
  return <span className="number quiet">北京时间 {formatMomentWithSeconds(useNow())}</span>;
}

/** Says each year whose public holidays nobody has entered. */
function Missing() {
  const { calendar_missing: years } = useDesk();
  if (years.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      banner
      title={`${years.join("、")}年的法定节假日和调休还没有录入，工作时间会按平常周一至周五计算。请管理员在“设置与日历”中录入。`}
    />
  );
}

function Screens() {
  const { may } = useDesk();
  const first = findHomePlace(may)?.path ?? "/none";
  return (
    <Suspense fallback={<Skeleton active className="page" />}>
      <Routes>
        <Route path="/board" element={<WorkbenchPage />} />
        <Route path="/intake" element={<IntakePage />} />
        <Route path="/tickets" element={<TicketListPage />} />
        <Route path="/ticket/:id" element={<TicketPage />} />
        <Route path="/household" element={<HouseholdSearchPage />} />
        <Route path="/household/:id" element={<HouseholdPage />} />
        <Route path="/old/:id" element={<OldTicketPage />} />
        <Route path="/dispatch" element={<Dispatch />} />
        <Route path="/calendar" element={<CalendarPage />} />
        <Route path="/plan" element={<PlanPage />} />
        <Route path="/acknowledgements" element={<AcknowledgementsPage />} />
        <Route path="/report" element={<Report />} />
        <Route path="/people" element={<PeoplePage />} />
        <Route path="/settings" element={<SettingsPage />} />
        <Route path="/journal" element={<Journal />} />
        <Route path="/none" element={<Alert type="info" showIcon title="您的岗位还没有可用的页面，请联系系统管理员。" />} />
        <Route path="*" element={<Navigate to={first} replace />} />
      </Routes>
    </Suspense>
  );
}
