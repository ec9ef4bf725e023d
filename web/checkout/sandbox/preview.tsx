import type { Session } from "../session/session.ts";
import type { CheckoutState } from "../session/state.ts";
import { type SampleName, sampleNames, sampleState } from "./samples.ts";

/** Shows what `?screen=` names, as it is after what would lead there, and does nothing when clicked; without a name, all there are. */
export function showPreview(search: URLSearchParams, show: (state: CheckoutState, session: Session) => void): void {
  const name = search.get("screen");
  if (isSample(name)) show(sampleState(name), idleSession(name));
  else listSamples();
}

function isSample(name: string | null): name is SampleName {
  return (sampleNames as readonly (string | null)[]).includes(name);
}

function idleSession(name: SampleName): Session {
  const nothing = () => {};
  return {
    state: () => sampleState(name),
    choose: nothing,
    back: nothing,
    payBy: nothing,
    askOffer: nothing,
    setRefundTo: nothing,
    takeOffer: nothing,
    connect: nothing,
    chooseMethod: nothing,
    disconnect: nothing,
    pay: nothing,
    cancel: nothing,
    startAgain: nothing,
    refresh: nothing,
  };
}

function listSamples(): void {
  for (const name of sampleNames) {
    const link = document.createElement("a");
    link.href = `?screen=${name}`;
    link.textContent = name;
    const line = document.createElement("p");
    line.append(link);
    document.body.append(line);
  }
}
