import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { say } from "../messages/index.ts";
import { Icon } from "./icon.tsx";
import "./page.css";

export type PageParent = { readonly name: string; readonly href: string };

type PageProps = {
  readonly title: string;
  /** Where this page belongs: a link above the title. */
  readonly parent?: PageParent;
  /** Beside the title, such as a state. */
  readonly beside?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
};

/** What all pages have in common. The title takes the focus when the page changes. */
export function Page({ title, parent, beside, actions, children }: PageProps) {
  useEffect(() => {
    document.title = say("shell.title", { page: title });
  }, [title]);
  return (
    <div class="content stack-wide">
      <header class="page-head">
        {parent && (
          <a class="page-parent" href={parent.href}>
            <Icon name="chevron" />
            {parent.name}
          </a>
        )}
        <div class="page-title">
          <div class="row">
            <h1 tabIndex={-1}>{title}</h1>
            {beside}
          </div>
          {actions && <div class="row">{actions}</div>}
        </div>
      </header>
      {children}
    </div>
  );
}
