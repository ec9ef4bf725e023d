import { DomainError } from "../runtime/index.ts";
/** The bundler could not be reached or did not answer. Only the chain shows whether it accepted the operation. */
export class BundlerUnavailableError extends DomainError {
  override readonly name = "BundlerUnavailableError";
  override readonly code = "BUNDLER_UNAVAILABLE";
  constructor(cause: unknown) {
    super(
      "The bundler does not answer. The payment stays payable: try again in a moment, or pay from a wallet directly.",
      {
        cause,
      },
    );
  }
}

/** No node of the chain could be asked: nothing was sent. */
export class ChainUnavailableError extends DomainError {
  override readonly name = "ChainUnavailableError";
  override readonly code = "CHAIN_UNAVAILABLE";
  constructor(cause: unknown) {
    super("The chain cannot be asked at the moment, so nothing was sent. Try again in a moment.", { cause });
  }
}
