export { type BackgroundTask, startBackgroundTask, type WakefulTask } from "./background-task.ts";
export { type Clock, systemClock } from "./clock.ts";
export { DomainError } from "./domain-error.ts";
export { hideSecrets } from "./hide-secrets.ts";
export type { IdempotentRun } from "./idempotent-run.ts";
export { createLog, errorForLog } from "./log.ts";
export { createSecretBox, type SecretBox, SecretKeyMissingError } from "./secret-box.ts";
export { createSharedAnswers, type SharedAnswers, type SharedAnswersOptions } from "./shared-answers.ts";
export { isStorableText, storableText } from "./storable-text.ts";
