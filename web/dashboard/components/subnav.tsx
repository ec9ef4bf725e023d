import { useLocation } from "preact-iso";
import "./subnav.css";

type SubnavProps = {
  readonly label: string;
  readonly pages: readonly { readonly name: string; readonly href: string }[];
};

/** The pages of one part of the dashboard. */
export function Subnav({ label, pages }: SubnavProps) {
  const { path } = useLocation();
  return (
    <nav class="subnav" aria-label={label}>
      {pages.map(({ name, href }) => (
        <a key={href} href={href} aria-current={path === href ? "page" : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}
