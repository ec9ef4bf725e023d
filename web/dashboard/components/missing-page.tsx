import { Empty } from "./empty.tsx";
import { Page, type PageParent } from "./page.tsx";

type MissingPageProps = {
  /** What there would be. */
  readonly title: string;
  readonly parent: PageParent;
  readonly missing: string;
  readonly text: string;
};

/** In place of something that is not there. */
export function MissingPage({ title, parent, missing, text }: MissingPageProps) {
  return (
    <Page title={title} parent={parent}>
      <Empty title={missing} text={text} />
    </Page>
  );
}
