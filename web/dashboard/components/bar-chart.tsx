import { useEffect, useRef, useState } from "preact/hooks";
import "./bar-chart.css";

export type Bar = { readonly name: string; readonly height: number; readonly text: string };

/** A chart of bars. Which one the pointer is on is written above it; a table with the same belongs beside it for who does not see. */
export function BarChart({ label, bars }: { readonly label: string; readonly bars: readonly Bar[] }) {
  const frame = useRef<HTMLDivElement>(null);
  const [pointed, point] = useState<number | null>(null);
  useEffect(() => {
    const place = frame.current;
    if (place === null) return undefined;
    let remove: (() => void) | undefined;
    let isWanted = true;
    // The figures are there first; what draws comes after. Without it there is still the table.
    import("./draw-bars.ts").then(
      ({ drawBars }) => {
        if (isWanted) remove = drawBars(place, bars, point);
      },
      () => {},
    );
    return () => {
      isWanted = false;
      remove?.();
    };
  }, [bars.map(({ name, height }) => `${name} ${height}`).join()]);
  const bar = pointed === null ? undefined : bars[pointed];
  return (
    <figure class="bar-chart">
      <figcaption class="small soft figure" aria-hidden="true">
        {bar ? `${bar.name}: ${bar.text}` : "\u00a0"}
      </figcaption>
      <div ref={frame} class="bar-chart-frame" role="img" aria-label={label} />
    </figure>
  );
}
