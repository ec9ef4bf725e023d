import { concat } from "viem";
import type { Operation } from "../operation/parse-operation.ts";
import type { SignedSponsorship, SponsorStub } from "./gas-sponsor.ts";

/** What an ERC-7677 service answers, as the operation's EntryPoint has it: v0.6 knows one field, and no gas of the paymaster's own. */
export function fieldsOf(
  { entryPoint }: Pick<Operation, "entryPoint">,
  answer: SponsorStub | SignedSponsorship,
): object {
  if (entryPoint !== "0.6") return answer;
  const paymasterAndData = concat([answer.paymaster, answer.paymasterData]);
  return "sponsor" in answer ? { paymasterAndData, sponsor: answer.sponsor } : { paymasterAndData };
}
