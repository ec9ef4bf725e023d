import type { Payment } from "../../../clients/typescript/types.ts";
import { say } from "../messages/index.ts";
import { Badge, type Tone } from "./badge.tsx";

const tones: Readonly<Record<Payment["status"], Tone>> = {
  ACTIVE: "plain",
  PROCESSING: "waiting",
  SUCCESSFUL: "good",
  FAILED: "bad",
  EXPIRED: "plain",
  CANCELLED: "plain",
};

export function StatusBadge({ status }: { readonly status: Payment["status"] }) {
  return <Badge text={say(`status.${status}`)} tone={tones[status]} />;
}
