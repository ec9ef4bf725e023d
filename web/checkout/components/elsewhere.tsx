import { formatToken, say } from "../../shared/messages/index.ts";
import { heldOf, isEnough } from "../session/holdings.ts";
import { isSame, isUsable, sortOptions } from "../session/options.ts";
import type { Session } from "../session/session.ts";
import type { CheckoutState, Option } from "../session/state.ts";
import "./elsewhere.css";

type ElsewhereProps = {
  readonly options: readonly Option[];
  readonly state: Pick<CheckoutState, "holdings" | "choice" | "problem">;
  readonly session: Pick<Session, "choose">;
};

/** What another token or network would mend. */
const mendable: readonly unknown[] = ["problem.notEnoughTokens", "problem.notEnoughNativeToken"];

/** Where else the payer holds enough: a way on from a wallet that cannot pay here. */
export function Elsewhere({ options, state, session }: ElsewhereProps) {
  const { holdings, choice, problem } = state;
  if (holdings === null || !mendable.includes(problem?.key)) return null;
  const others = sortOptions(options, holdings).filter(
    (option) => isUsable(option) && isEnough(holdings, option) && !isSame(option, choice),
  );
  // Whoever lacks the network's fee alone has enough of the token here.
  const nothingElse = problem?.key === "problem.notEnoughTokens" ? "elsewhere.nowhere" : "elsewhere.noOther";
  return (
    <section class="elsewhere" role="status">
      <p>{say(others.length > 0 ? "elsewhere.enough" : nothingElse)}</p>
      {others.length > 0 && (
        <ul>
          {others.map((option) => (
            <li key={`${option.chainId} ${option.token}`}>
              <button type="button" class="secondary" onClick={() => session.choose(option)}>
                {say("elsewhere.option", {
                  balance: formatToken(heldOf(holdings, option) ?? "0", option.token),
                  chain: option.chainName,
                })}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
