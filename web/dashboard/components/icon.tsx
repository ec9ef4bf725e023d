import "./icon.css";

const paths = {
  home: "M3 9.5 10 3.5l7 6V16a1 1 0 0 1-1 1h-3.5v-4.5h-5V17H4a1 1 0 0 1-1-1z",
  payments:
    "M2.5 6a1.5 1.5 0 0 1 1.5-1.5h12A1.5 1.5 0 0 1 17.5 6v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 14zM2.5 8.5h15M5.5 12.5h3",
  links:
    "M8.5 11.5a3 3 0 0 0 4.300 0l3-3a3 3 0 1 0-4.300-4.200l-1 1M11.5 8.5a3 3 0 0 0-4.300 0l-3 3a3 3 0 1 0 4.300 4.200l1-1",
  ledger: "M5 3.5h10a1 1 0 0 1 1 1v12l-2.5-1.5-2 1.5L10 15l-1.5 1.5-2-1.5L4 16.5v-12a1 1 0 0 1 1-1zM7 7.5h6M7 10.5h6",
  developers: "M7 6.5 3.5 10 7 13.5M13 6.5l3.5 3.5-3.5 3.5M11.200 4.5l-2.400 11",
  settings:
    "M10 12.600a2.600 2.600 0 1 0 0-5.200 2.600 2.600 0 0 0 0 5.200zM10 2.800v2M10 15.200v2M17.200 10h-2M4.800 10h-2M15.100 4.900l-1.400 1.400M6.300 13.700l-1.400 1.400M15.100 15.100l-1.400-1.400M6.300 6.300 4.900 4.900",
  account:
    "M10 10a3.200 3.200 0 1 0 0-6.400A3.200 3.200 0 0 0 10 10zM3.800 17c.6-3 3.100-4.700 6.200-4.700s5.600 1.700 6.200 4.700",
  menu: "M3 6h14M3 10h14M3 14h14",
  close: "M5 5l10 10M15 5 5 15",
  search: "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13.200 13.200 17 17",
  plus: "M10 4v12M4 10h12",
  download: "M10 3v9m-3.5-3.5L10 12l3.5-3.5M3.5 16.5h13",
  external: "M11.5 3.5h5v5M16.5 3.5 9 11M14 11v4.5a1 1 0 0 1-1 1H4.5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1H9",
  chevron: "M7.5 5l5 5-5 5",
  warning: "M10 3.200 17.800 16.5H2.200zM10 8v4m0 2.200v.1",
  done: "M4 10.5 8 14.5 16 5.5",
} as const;

export type IconName = keyof typeof paths;

/** Drawn beside words, never in place of them. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
