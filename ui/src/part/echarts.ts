// What of echarts the desk draws with; read when the first chart is shown. Drawn as SVG, so that it stays sharp in every size.
import { BarChart, HeatmapChart, PieChart } from "echarts/charts";
import { GridComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, use as bring } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

bring([BarChart, HeatmapChart, PieChart, GridComponent, TooltipComponent, VisualMapComponent, SVGRenderer]);

export const draw = (place: HTMLElement) => init(place, null, { renderer: "svg" });
