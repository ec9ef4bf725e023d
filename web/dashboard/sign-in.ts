import type { SignInStep } from "../../clients/typescript/types.ts";
import { createSignInClient } from "./session/client.ts";
import { askPasskey, hasPasskeys } from "./session/passkeys.ts";

/** Adds passkeys to the plain sign-in page, which works without a script too. What it says is the page's own. */
const part = (id: string) => document.getElementById(id);
const offer = part("passkey");
const secondFactor = part("second-factor");
const client = createSignInClient();

function goOn({ status, token }: SignInStep): void {
  const field = secondFactor?.querySelector<HTMLInputElement>('[name="token"]');
  if (status === "signed_in" || !secondFactor || !field) {
    location.assign(offer?.dataset.next ?? "/");
    return;
  }
  // The passkey did not say who used it: the app's code does, by the page's own form.
  field.value = token ?? "";
  secondFactor.hidden = false;
  if (offer) offer.hidden = true;
}

if (offer && hasPasskeys) {
  offer.hidden = false;
  offer.querySelector("button")?.addEventListener("click", async () => {
    const failed = part("passkey-failed");
    if (failed) failed.hidden = true;
    try {
      goOn(await client.signIn.verifyPasskey(await askPasskey(await client.signIn.passkeyOptions())));
    } catch {
      if (failed) failed.hidden = false;
    }
  });
}
