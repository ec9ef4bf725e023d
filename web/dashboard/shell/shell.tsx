import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { LanguageChoice } from "../../shared/components/language-choice.tsx";
import { Icon } from "../components/icon.tsx";
import { say } from "../messages/index.ts";
import { useDashboard } from "../session/dashboard.ts";
import { pathOf } from "../session/paths.ts";
import { ModeSwitch } from "./mode-switch.tsx";
import { Navigation } from "./navigation.tsx";
import { Offline } from "./offline.tsx";
import { OrganizationSwitch } from "./organization-switch.tsx";
import { PaletteButton } from "./palette-button.tsx";
import "./shell.css";

/** What stands around every page: where one is, for whom and in which mode, and the ways elsewhere. */
export function Shell({ notice, children }: { readonly notice: string; readonly children: ComponentChildren }) {
  const { mode, signOut, account } = useDashboard();
  const { path } = useLocation();
  const [isOpen, setOpen] = useState(false);
  // On phones the menu covers the page: whoever went elsewhere wants to see it.
  useEffect(() => setOpen(false), [path]);
  return (
    <div class={`shell shell-${mode}`}>
      <a class="skip" href="#content">
        {say("shell.skip")}
      </a>
      {mode === "test" && (
        <section class="test-strip" aria-label={say("shell.test")}>
          <p>
            <strong>{say("shell.test")}</strong> <span>{say("shell.testNote")}</span>
          </p>
        </section>
      )}
      <header class="side">
        <div class="side-inner">
          <div class="side-head">
            <a class="product" href={pathOf()}>
              <Mark />
              {say("shell.product")}
            </a>
            <button
              type="button"
              class="button menu-button"
              aria-expanded={isOpen}
              aria-controls="menu"
              onClick={() => setOpen(!isOpen)}
            >
              <Icon name={isOpen ? "close" : "menu"} />
              {say("shell.menu")}
            </button>
          </div>
          <div id="menu" class={isOpen ? "side-body side-open" : "side-body"}>
            <OrganizationSwitch />
            <ModeSwitch />
            <PaletteButton />
            <Navigation />
            <div class="side-foot">
              <span class="soft small">{account.email}</span>
              <LanguageChoice />
              <button type="button" class="side-sign-out" onClick={() => void signOut()}>
                {say("shell.signOut")}
              </button>
            </div>
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        <Offline />
        {children}
      </main>
      <p role="status" class={notice ? "notice" : "spoken"}>
        {notice}
      </p>
    </div>
  );
}

/** One way in that splits into three. */
function Mark() {
  return (
    <svg class="product-mark" viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="7" />
      <path d="M5 12h5m0 0c4 0 3-5 9-5m-9 5h9m-9 0c4 0 3 5 9 5" />
    </svg>
  );
}
