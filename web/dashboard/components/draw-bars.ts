import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Bar } from "./bar-chart.tsx";

/** Draws bars into an element in the page's colours, again when its width or the colours change. Answers what removes them. */
export function drawBars(frame: HTMLElement, bars: readonly Bar[], point: (index: number | null) => void): () => void {
  let chart: uPlot | undefined;
  const draw = () => {
    chart?.destroy();
    chart = new uPlot(optionsOf(frame, bars, point), dataOf(bars), frame);
  };
  draw();
  const size = new ResizeObserver(() => {
    if (chart && chart.width !== frame.clientWidth)
      chart.setSize({ width: frame.clientWidth, height: frame.clientHeight });
  });
  size.observe(frame);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", draw);
  return () => {
    size.disconnect();
    dark.removeEventListener("change", draw);
    chart?.destroy();
  };
}

function dataOf(bars: readonly Bar[]): uPlot.AlignedData {
  return [bars.map((_, index) => index), bars.map(({ height }) => height)];
}

function optionsOf(frame: HTMLElement, bars: readonly Bar[], point: (index: number | null) => void): uPlot.Options {
  const style = getComputedStyle(frame);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const soft = color("--soft");
  const font = `12px ${style.fontFamily}`;
  const grid = { stroke: color("--line"), width: 1 };
  const short = new Intl.NumberFormat(document.documentElement.lang, { notation: "compact" });
  return {
    width: frame.clientWidth,
    height: frame.clientHeight,
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: [-0.6, bars.length - 0.4] },
      y: { range: (_, _lowest, highest) => [0, highest > 0 ? highest * 1.1 : 1] },
    },
    axes: [
      {
        stroke: soft,
        font,
        grid: { show: false },
        ticks: { show: false },
        size: 28,
        space: 72,
        incrs: [1, 2, 7, 14, 30, 60, 90],
        values: (_, places) => places.map((place) => bars[place]?.name ?? ""),
      },
      {
        stroke: soft,
        font,
        grid,
        ticks: { show: false },
        size: 48,
        values: (_, places) => places.map((place) => short.format(place)),
      },
    ],
    series: [
      {},
      {
        fill: color("--accent"),
        points: { show: false },
        ...(uPlot.paths.bars && { paths: uPlot.paths.bars({ size: [0.7, 36], radius: 0.2 }) }),
      },
    ],
    hooks: { setCursor: [({ cursor }) => point(cursor.idx ?? null)] },
  };
}
