// What of echarts the desk draws with; read when the first chart is shown. Drawn as SVG, so that it stays sharp in every size.
import { BarChart, HeatmapChart, LineChart, PieChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, use as bring } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

bring([BarChart, HeatmapChart, LineChart, PieChart, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, SVGRenderer]);

export const createChart = (place: HTMLElement) => init(place, null, { renderer: "svg" });
