import type { Scenario } from "../run.ts";
import {
  bundlerDown,
  bundlerForgets,
  bundlerKeepsAnswers,
  bundlerLosesAnswers,
  bundlerNeverIncludes,
} from "./bundlers.ts";
import { deepReorganisation, poolAccidents, shallowReorganisation } from "./chain.ts";
import { liarInventsPayments, liarOmitsLogs, liarServesAnotherFork, liarTruncatesLogs } from "./liars.ts";
import { clockJumps, killApi, killDatabase, killDatabaseConnection, killEverything, killWorker } from "./processes.ts";
import {
  providerDown,
  providerFailsMethods,
  providerHangs,
  providerLimitsRange,
  providerLimitsRate,
  providerOmitsLogs,
  providerSlow,
  providerStale,
  providerTruncatesLogs,
  providerUnsteady,
} from "./providers.ts";
import { storm } from "./storm.ts";

/** Every fault, in the order in which they are tried. */
export const scenarios: readonly Scenario[] = [
  providerDown,
  providerUnsteady,
  providerSlow,
  providerHangs,
  providerStale,
  providerFailsMethods,
  providerLimitsRate,
  providerLimitsRange,
  providerTruncatesLogs,
  providerOmitsLogs,
  liarOmitsLogs,
  liarTruncatesLogs,
  liarServesAnotherFork,
  liarInventsPayments,
  bundlerDown,
  bundlerKeepsAnswers,
  bundlerLosesAnswers,
  bundlerForgets,
  bundlerNeverIncludes,
  poolAccidents,
  shallowReorganisation,
  deepReorganisation,
  killApi,
  killWorker,
  killEverything,
  killDatabaseConnection,
  killDatabase,
  clockJumps,
  storm,
];

/** A few of each kind, for `npm test`. */
export const shortScenarios: readonly Scenario[] = [
  providerFailsMethods,
  bundlerLosesAnswers,
  shallowReorganisation,
  killEverything,
];
