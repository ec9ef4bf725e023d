import { type Message, say } from "../messages/index.ts";
import "./problem.css";

/** What went wrong with the last thing asked for. Read out at once. */
export function Problem({ problem }: { readonly problem: Message | null }) {
  return (
    <div role="alert" class={problem ? "problem" : "problem-none"}>
      {problem && say(problem.key, problem.values)}
    </div>
  );
}
