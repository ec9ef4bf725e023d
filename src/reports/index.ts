export { analyse, exportColumns, exportPaid } from "./analytics.ts";
