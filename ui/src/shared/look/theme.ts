// One visual language: calm blue, dense, readable at 1366×768, by day and by night.
// Every colour of the desk is here; `app.css` uses them by their variables (`--ant-…`).
import { theme as antd, type MappingAlgorithm, type ThemeConfig } from "antd";
import type { TypeSize } from "./appearance";

const SIZES: Record<TypeSize, number> = { standard: 14, large: 16, largest: 18 };

const FONT =
  "'Microsoft YaHei UI', 'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Zen Hei', sans-serif";

/** Less room, and the type stays as large as it was chosen. */
const close: MappingAlgorithm = (seed, map = antd.defaultAlgorithm(seed)) => antd.compactAlgorithm(seed, { ...map, fontSizeSM: seed.fontSize });

const LIGHT: ThemeConfig = {
  token: {
    colorPrimary: "#1560a8",
    colorInfo: "#1560a8",
    colorSuccess: "#2f7d3b",
    colorWarning: "#a85b00",
    colorError: "#b3261e",
    colorInfoBg: "#eaf3fb",
    colorSuccessBg: "#eef6ee",
    colorWarningBg: "#fff6e8",
    colorErrorBg: "#fdeeec",
    colorErrorOutline: "rgba(179, 38, 30, 0.45)",
    colorBgLayout: "#f2f5f8",
    colorLinkHover: "#0f4c86",
    colorLinkActive: "#0f4c86",
    colorBorderSecondary: "#dde4eb",
    colorTextSecondary: "#4f5d6c",
    colorTextDescription: "#5b6b7b",
    colorTextPlaceholder: "#697786",
  },
  components: {
    Layout: { siderBg: "#0e2a47", headerBg: "#ffffff" },
    Descriptions: { labelColor: "#5b6b7b" },
    Table: { headerBg: "#eef2f6", rowSelectedBg: "#eaf3fb", rowSelectedHoverBg: "#e2eef9" },
  },
};

const DARK: ThemeConfig = {
  token: {
    colorBgBase: "#10161d",
    colorPrimary: "#5aa5ee",
    colorInfo: "#5aa5ee",
    colorInfoBg: "#1a2d42",
    colorSuccess: "#5bbd6d",
    colorWarning: "#e0a045",
    colorError: "#ff8178",
    colorErrorOutline: "rgba(255, 129, 120, 0.45)",
    colorBgLayout: "#10161d",
    colorBgContainer: "#18212b",
    colorBgElevated: "#202b37",
    colorBorder: "#46576a",
    colorBorderSecondary: "#2f3d4c",
    colorLink: "#9ccbff",
    colorLinkHover: "#bfdefc",
    colorLinkActive: "#9ccbff",
    colorTextSecondary: "#aebac6",
    colorTextDescription: "#a3b0bd",
    colorTextPlaceholder: "#93a1af",
  },
  components: {
    Layout: { siderBg: "#0b1016", headerBg: "#18212b", bodyBg: "#10161d" },
    Descriptions: { labelColor: "#a3b0bd" },
    Table: { headerBg: "#212d39" },
    Tabs: { itemSelectedColor: "#83bbf3", itemHoverColor: "#a9d1f8", itemActiveColor: "#83bbf3" },
    Pagination: { itemActiveColor: "#83bbf3" },
    // A word in white stands on it.
    Switch: { colorPrimary: "#2a6cb0", colorPrimaryHover: "#2f78c2" },
    // On the brighter colours of the night, dark letters are the readable ones.
    Button: { primaryColor: "#08121c", dangerColor: "#1d0b09" },
  },
};

interface Asked {
  dark: boolean;
  size: TypeSize;
  compact: boolean;
}

/** The name under which the variables hold; `<html>` bears it, so that every page and every layer above it knows them. */
export const DESK_THEME_KEY = "desk";

export function buildTheme({ dark, size, compact }: Asked): ThemeConfig {
  const own = dark ? DARK : LIGHT;
  const fontSize = SIZES[size];
  // Heights follow the type, or large letters would touch their frames.
  const taller = fontSize - SIZES.standard;
  const block = (compact ? 4 : 7) + taller / 2;
  return {
    cssVar: { key: DESK_THEME_KEY },
    hashed: false,
    zeroRuntime: true,
    algorithm: [dark ? antd.darkAlgorithm : antd.defaultAlgorithm, ...(compact ? [close] : [])],
    token: { ...own.token, borderRadius: 6, fontSize, controlHeight: 32 + taller * 2, fontFamily: FONT },
    components: {
      ...own.components,
      // What goes round the wrong field that has the keyboard would lie under these buttons too.
      Button: { ...own.components?.Button, dangerShadow: "none" },
      Layout: { ...own.components?.Layout, headerHeight: 48 + taller, headerPadding: "0 16px" },
      Table: { ...own.components?.Table, cellPaddingBlock: block, cellPaddingInline: 8, cellPaddingBlockSM: block, cellPaddingInlineSM: 8 },
      Card: { bodyPadding: compact ? 10 : 14, headerHeight: 40 + taller * 2 },
      Form: { itemMarginBottom: compact ? 10 : 14, verticalLabelPadding: "0 0 3px" },
    },
  };
}

/** What the customer reads and signs is always black on white, in large type, like the paper it becomes. */
export const PAPER_THEME: ThemeConfig = (() => {
  const white = buildTheme({ dark: false, size: "largest", compact: false });
  return { ...white, cssVar: { key: "paper" }, inherit: false, token: { ...white.token, controlHeight: 48 } };
})();
