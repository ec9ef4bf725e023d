import { useState } from "preact/hooks";
import { Dialog } from "../../components/dialog.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { Icon } from "../../components/icon.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf, pathWith } from "../../session/paths.ts";
import { useKept } from "../../session/use-kept.ts";
import type { Query } from "./filter.ts";
import "./saved-views.css";

type View = { readonly name: string; readonly query: Readonly<Record<string, string>> };

/** As many as one finds again. */
const most = 20;

/** Filters under a name. They are this browser's, for the organization and the mode. */
export function SavedViews({ query }: { readonly query: Query }) {
  const { membership, mode, announce } = useDashboard();
  const [views, keep] = useKept(`views.${membership.id}.${mode}`, readViews);
  const [isNaming, setNaming] = useState(false);
  const current = addressOf(query);
  const isSaved = views.some((view) => addressOf(view.query) === current);
  return (
    <>
      {views.length > 0 && (
        <ul class="saved-views" aria-label={say("payments.views")}>
          {views.map((view) => (
            <li key={view.name} class="saved-view">
              <a href={addressOf(view.query)} aria-current={addressOf(view.query) === current ? "true" : undefined}>
                {view.name}
              </a>
              <button
                type="button"
                class="saved-view-remove"
                aria-label={say("payments.viewRemove", { name: view.name })}
                onClick={() => {
                  keep(views.filter((each) => each !== view));
                  announce(say("payments.viewRemoved"));
                }}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {Object.keys(query).length > 0 && !isSaved && (
        <button type="button" class="button" onClick={() => setNaming(true)}>
          {say("payments.viewSave")}
        </button>
      )}
      {isNaming && (
        <Dialog title={say("payments.viewSave")} close={() => setNaming(false)}>
          <Form
            label={say("payments.viewSave")}
            submitLabel={say("form.save")}
            submit={async ({ name = "" }) => {
              const others = views.filter((view) => view.name !== name);
              keep([...others, { name, query: given(query) }].slice(-most));
              setNaming(false);
              announce(say("payments.viewSaved"));
            }}
          >
            <Field name="name" label={say("payments.viewName")} maxLength={60} required autofocus />
          </Form>
        </Dialog>
      )}
    </>
  );
}

const addressOf = (query: Query) => pathWith(pathOf("payments"), Object.fromEntries(Object.entries(query).toSorted()));

function given(query: Query): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1])));
}

function readViews(kept: unknown): readonly View[] {
  return Array.isArray(kept) ? kept.filter(isView) : [];
}

function isView(kept: unknown): kept is View {
  const { name, query } = Object(kept) as Partial<View>;
  return typeof name === "string" && Object.values(Object(query)).every((value) => typeof value === "string");
}
