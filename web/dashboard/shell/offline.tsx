import { useEffect, useState } from "preact/hooks";
import { say } from "../messages/index.ts";
import "./offline.css";

/** Says that what is shown may be old, from when the connection goes until it is back. Whatever loaded the page, there was one then. */
export function Offline() {
  const [isOnline, setOnline] = useState(true);
  useEffect(() => {
    const change = ({ type }: Event) => setOnline(type === "online");
    window.addEventListener("online", change);
    window.addEventListener("offline", change);
    return () => {
      window.removeEventListener("online", change);
      window.removeEventListener("offline", change);
    };
  }, []);
  return (
    <div role="status" class={isOnline ? "spoken" : "offline"}>
      {!isOnline && say("shell.offline")}
    </div>
  );
}
