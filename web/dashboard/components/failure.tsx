import { ApiError, ConnectionError, ValidationError } from "../../../clients/typescript/errors.ts";
import { say } from "../messages/index.ts";
import "./failure.css";

type FailureProps = { readonly error: unknown; readonly retry?: () => void };

/** What went wrong and what to do about it. Read out at once. */
export function Failure({ error, retry }: FailureProps) {
  if (error === undefined || error === null) return null;
  return (
    <div role="alert" class="failure">
      <p>{textOf(error)}</p>
      {error instanceof ApiError && error.requestId && (
        <p class="small">{say("failure.request", { id: error.requestId })}</p>
      )}
      {retry && (
        <button type="button" class="button" onClick={retry}>
          {say("failure.retry")}
        </button>
      )}
    </div>
  );
}

/** The API says itself what to do; where it was not reached, we do. */
function textOf(error: unknown): string {
  if (error instanceof ConnectionError) return say("failure.connection");
  if (error instanceof ApiError && error.statusCode >= 500) return say("failure.server");
  if (error instanceof ValidationError && error.issues.length > 0) return say("failure.fields");
  if (error instanceof ApiError) return error.message;
  return say("failure.unexpected");
}
