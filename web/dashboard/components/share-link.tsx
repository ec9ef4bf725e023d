import type { ComponentChildren } from "preact";
import { QrCode } from "../../shared/components/qr-code.tsx";
import "./share-link.css";

type ShareLinkProps = { readonly url: string; readonly label: string; readonly children: ComponentChildren };

/** An address as a code to scan, and beside it what there is to say of it. */
export function ShareLink({ url, label, children }: ShareLinkProps) {
  return (
    <div class="share-link">
      <QrCode text={url} label={label} />
      <div class="stack">{children}</div>
    </div>
  );
}
