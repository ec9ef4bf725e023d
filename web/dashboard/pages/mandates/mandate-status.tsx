import type { Mandate, MandateCharge } from "../../../../clients/typescript/types.ts";
import { Badge, type Tone } from "../../components/badge.tsx";
import { say } from "../../messages/index.ts";

const tones: Readonly<Record<Mandate["status"], Tone>> = {
  PENDING: "waiting",
  ACTIVE: "good",
  COMPLETED: "plain",
  CANCELLED: "plain",
  EXPIRED: "plain",
};

const tonesOfCharges: Readonly<Record<MandateCharge["status"], Tone>> = {
  SCHEDULED: "waiting",
  PROCESSING: "waiting",
  SUCCEEDED: "good",
  MISSED: "bad",
  CANCELLED: "plain",
  REVERSED: "bad",
};

export const mandateStatuses = Object.keys(tones) as readonly Mandate["status"][];

export function MandateStatus({ status }: Pick<Mandate, "status">) {
  return <Badge text={say(`mandates.status.${status}`)} tone={tones[status]} />;
}

/** Where a charge stands, and why it did not go through so far. */
export function ChargeStatus({ status, cause }: Pick<MandateCharge, "status" | "cause">) {
  return (
    <span class="cell-lines">
      <Badge text={say(`mandate.charge.${status}`)} tone={tonesOfCharges[status]} />
      {cause !== null && <span class="soft small">{say(`mandate.cause.${cause}`)}</span>}
    </span>
  );
}
