import { say } from "../messages/index.ts";
import { Badge } from "./badge.tsx";

type ActiveBadgeProps = {
  readonly isActive: boolean;
  /** Where it is not; archived when left out. */
  readonly otherwise?: string;
};

/** Whether something is in use. */
export function ActiveBadge({ isActive, otherwise = say("links.inactive") }: ActiveBadgeProps) {
  return isActive ? <Badge text={say("links.active")} tone="good" /> : <Badge text={otherwise} tone="plain" />;
}
