import { Dialog } from "../../components/dialog.tsx";
import { Choice, Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { say } from "../../messages/index.ts";
import { allChains } from "../../session/chains.ts";
import { useDashboard } from "../../session/dashboard.ts";

type AddressDialogProps = { readonly close: () => void; readonly changed: () => void };

/** Asks for another settlement address. What makes it safe is the server's: a strong sign-in, a day, a mail to every owner. */
export function AddressDialog({ close, changed }: AddressDialogProps) {
  const { client, announce } = useDashboard();
  return (
    <Dialog title={say("addresses.changeTitle")} close={close}>
      <p class="warning">{say("addresses.changeText")}</p>
      <Form
        label={say("addresses.changeTitle")}
        submitLabel={say("addresses.change")}
        submit={async ({ chain = "default", address = "" }) => {
          const place = chain === "default" ? chain : Number(chain);
          await client.organization.changeSettlementAddress(place, { address: address as `0x${string}` });
          announce(say("addresses.changed"));
          changed();
          close();
        }}
      >
        <Choice name="chain" label={say("addresses.network")}>
          <option value="default">{say("addresses.everywhere")}</option>
          {allChains.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
        <Field
          name="address"
          label={say("addresses.new")}
          hint={say("addresses.newHint")}
          maxLength={42}
          spellcheck={false}
          autocomplete="off"
          required
        />
      </Form>
    </Dialog>
  );
}
