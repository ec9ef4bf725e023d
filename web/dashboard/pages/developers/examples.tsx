import { useState } from "preact/hooks";
import { CodeBlock } from "../../components/code-block.tsx";
import { Failure } from "../../components/failure.tsx";
import { Icon } from "../../components/icon.tsx";
import { Section } from "../../components/section.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { apiUrl, serverPath } from "../../session/paths.ts";
import { DevelopersPage } from "./developers-page.tsx";
import { examplesOf } from "./examples.ts";

/** How a server is connected, to copy; with a test key of its own where one is made for it. */
export function Examples() {
  const { client, mode } = useDashboard();
  const mayManage = useMay("manage");
  const [key, setKey] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(undefined);
  const makeKey = async () => {
    setError(undefined);
    try {
      const scopes = ["payments:read", "payments:write"] as const;
      setKey(
        (await client.apiKeys.create({ name: say("developers.examples"), scopes: [...scopes], expiresIn: "30d" })).key,
      );
    } catch (failure) {
      setError(failure);
    }
  };
  const examples = examplesOf(apiUrl, key);
  return (
    <DevelopersPage>
      <p class="soft">{say("examples.intro")}</p>
      <div class="row">
        <a class="button" href={serverPath("/docs")} target="_blank" rel="noreferrer">
          <Icon name="external" />
          {say("examples.reference")}
        </a>
        <a class="button" href={serverPath("/v1/openapi.json")} download="railsplit-openapi.json">
          <Icon name="download" />
          {say("examples.openapi")}
        </a>
        {mode === "test" && mayManage && key === null && (
          <button type="button" class="button" title={say("examples.keyText")} onClick={makeKey}>
            {say("examples.key")}
          </button>
        )}
      </div>
      <Failure error={error} />
      {(["create", "node", "verify", "link"] as const).map((name) => (
        <Section key={name} title={say(`examples.${name}`)}>
          <CodeBlock text={examples[name]} what={say("examples.code", { name: say(`examples.${name}`) })} />
        </Section>
      ))}
    </DevelopersPage>
  );
}
