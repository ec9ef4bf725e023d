import { DomainError } from "../../runtime/index.ts";

/** An upload that is no picture that payers can be shown. */
export class LogoRefusedError extends DomainError {
  override readonly name = "LogoRefusedError";
  override readonly code = "VALIDATION_FAILED";
  constructor(reason: string) {
    super(`The logo is not taken: ${reason}.`, { details: { errors: [{ path: ["data"], message: reason }] } });
  }
}
