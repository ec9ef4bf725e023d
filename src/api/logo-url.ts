import type { LogoName } from "../access/index.ts";

export type LogoUrlContext = {
  /** Where this server is reached from outside, without a slash at the end. */
  readonly publicUrl: string;
};

/** Where a logo is served; null where there is none. */
export function logoUrl({ publicUrl }: LogoUrlContext, logo: LogoName | null | undefined): string | null {
  return logo ? `${publicUrl}/logos/${logo.organizationId}/${logo.hash}` : null;
}
