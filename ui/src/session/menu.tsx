// What stands in the side menu, and which command a person must be allowed to call to see it.
import {
  ApartmentOutlined,
  AuditOutlined,
  BarChartOutlined,
  CalendarOutlined,
  DashboardOutlined,
  FileDoneOutlined,
  HomeOutlined,
  PhoneOutlined,
  ScheduleOutlined,
  SettingOutlined,
  TeamOutlined,
  UnorderedListOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import type { CommandName } from "../api/platform";

interface Place {
  path: string;
  /** After G, the way here by keyboard. */
  letter: string;
  label: string;
  icon: ReactNode;
  /** The key that opens it from anywhere. */
  key?: string;
  needs: CommandName[];
}

export const MENU_PLACES: Place[] = [
  { path: "/board", letter: "G", label: "工作台", icon: <DashboardOutlined aria-hidden />, needs: ["ticket_board"] },
  { path: "/intake", letter: "L", label: "来电受理", icon: <PhoneOutlined aria-hidden />, key: "F2", needs: ["ticket_open"] },
  { path: "/tickets", letter: "D", label: "工单列表", icon: <UnorderedListOutlined aria-hidden />, needs: ["ticket_list"] },
  { path: "/household", letter: "H", label: "用户档案", icon: <HomeOutlined aria-hidden />, needs: ["customer_find"] },
  { path: "/dispatch", letter: "P", label: "派工板", icon: <ApartmentOutlined aria-hidden />, needs: ["ticket_assign", "ticket_send_sampler"] },
  { path: "/calendar", letter: "C", label: "日程", icon: <ScheduleOutlined aria-hidden />, needs: ["ticket_calendar"] },
  { path: "/plan", letter: "S", label: "社区活动", icon: <CalendarOutlined aria-hidden />, needs: ["community_plan"] },
  { path: "/acknowledgements", letter: "Q", label: "签字记录", icon: <FileDoneOutlined aria-hidden />, needs: ["acknowledgement_list", "journal_verify"] },
  { path: "/report", letter: "Y", label: "月报", icon: <BarChartOutlined aria-hidden />, needs: ["report_figures"] },
  { path: "/people", letter: "R", label: "人员", icon: <TeamOutlined aria-hidden />, needs: ["person_list"] },
  { path: "/settings", letter: "Z", label: "设置与日历", icon: <SettingOutlined aria-hidden />, needs: ["settings_change"] },
  { path: "/journal", letter: "J", label: "审计", icon: <AuditOutlined aria-hidden />, needs: ["journal_list", "journal_verify"] },
];

/** The places this person may go to. */
export function listMenuPlaces(may: readonly string[]): Place[] {
  return MENU_PLACES.filter((place) => place.needs.some((name) => may.includes(name)));
}

/** What is reached from other pages alone, and what it shows. */
const BENEATH: { path: string; needs: CommandName[] }[] = [
  { path: "/ticket/", needs: ["ticket_get"] },
  { path: "/household/", needs: ["customer_get"] },
  { path: "/old/", needs: ["old_ticket_get"] },
];

/** Whether this person would be shown anything there. Where there is no such page, the desk leads elsewhere by itself. */
export function mayOpen(may: readonly string[], address: string): boolean {
  const pathname = address.split("?")[0] ?? "";
  const place = BENEATH.find(({ path }) => pathname.startsWith(path)) ?? MENU_PLACES.find(({ path }) => pathname === path);
  return place === undefined || place.needs.some((name) => may.includes(name));
}

/** Where this person begins: at the workbench; whoever has none, and looks after the people, there. */
export function findHomePlace(may: readonly string[]): Place | undefined {
  const shown = listMenuPlaces(may);
  return shown.find(({ path }) => path === "/board" || path === "/people") ?? shown[0];
}
