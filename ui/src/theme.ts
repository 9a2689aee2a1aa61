// One visual language: calm blue, dense, readable at 1366×768.
import type { ThemeConfig } from "antd";

export const theme: ThemeConfig = {
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
    borderRadius: 6,
    fontSize: 14,
    fontFamily:
      "'Microsoft YaHei UI', 'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Zen Hei', sans-serif",
    colorBgLayout: "#f2f5f8",
  },
  components: {
    Layout: { siderBg: "#0e2a47", headerBg: "#ffffff", headerHeight: 48, headerPadding: "0 16px" },
    Menu: { darkItemBg: "#0e2a47", darkItemSelectedBg: "#1560a8", itemHeight: 38 },
    Table: { cellPaddingBlock: 7, cellPaddingInline: 8, headerBg: "#eef2f6" },
    Card: { bodyPadding: 14, headerHeight: 40 },
    Form: { itemMarginBottom: 14, verticalLabelPadding: "0 0 3px" },
  },
};
