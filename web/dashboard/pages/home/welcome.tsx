import { Icon } from "../../components/icon.tsx";
import { say } from "../../messages/index.ts";
import { pathOf } from "../../session/paths.ts";

const steps = [
  { name: "pay", icon: "payments", href: pathOf("payments", "new") },
  { name: "link", icon: "links", href: pathOf("links", "new") },
  { name: "api", icon: "developers", href: pathOf("developers") },
] as const;

/** What to do where there is no payment yet. */
export function Welcome() {
  return (
    <section class="stack" aria-label={say("home.welcome")}>
      <div>
        <h2>{say("home.welcome")}</h2>
        <p class="soft">{say("home.welcomeText")}</p>
      </div>
      <div class="welcome-steps">
        {steps.map(({ name, icon, href }) => (
          <div key={name} class="welcome-step">
            <Icon name={icon} />
            <a class="row-link" href={href}>
              {say(`home.step.${name}`)}
            </a>
            <p class="soft small">{say(`home.step.${name}Text`)}</p>
          </div>
        ))}
      </div>
    </section>
  );
}
