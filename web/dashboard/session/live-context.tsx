import { type ComponentChildren, createContext } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useDashboard } from "./dashboard.ts";
import { type Live, silence, startLive } from "./live.ts";

export const LiveContext = createContext<Live>(silence);

/** Follows what happens in the organization and mode of this tab, for all pages in it. */
export function LiveProvider({ children }: { readonly children: ComponentChildren }) {
  const { client, membership, mode } = useDashboard();
  const [live, setLive] = useState<Live>(silence);
  useEffect(() => {
    const started = startLive(client, `${membership.id}.${mode}`);
    setLive(started);
    return () => {
      started.stop();
      setLive(silence);
    };
  }, [client, membership.id, mode]);
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>;
}
