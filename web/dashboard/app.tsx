import { LocationProvider } from "preact-iso";
import { Empty } from "./components/empty.tsx";
import { Failure } from "./components/failure.tsx";
import { say } from "./messages/index.ts";
import { Pages } from "./routes.tsx";
import { DashboardContext } from "./session/dashboard.ts";
import { LiveProvider } from "./session/live-context.tsx";
import { scope } from "./session/paths.ts";
import { useSession } from "./session/use-session.ts";
import { Shell } from "./shell/shell.tsx";
import { SignInAgain } from "./shell/sign-in-again.tsx";

export function App() {
  const { dashboard, isNowhere, error, signIn, account, notice } = useSession();
  return (
    <>
      {error !== undefined && (
        <main class="content">
          <Failure error={error} retry={() => location.reload()} />
        </main>
      )}
      {isNowhere && (
        <main class="content">
          <Empty title={say("shell.nowhere")} text={say("shell.nowhereText")} />
        </main>
      )}
      {dashboard && (
        <LocationProvider scope={scope}>
          <DashboardContext.Provider value={dashboard}>
            <LiveProvider>
              <Shell notice={notice}>
                {/* Pages of another organization or mode are other pages. */}
                <Pages key={`${dashboard.membership.id} ${dashboard.mode}`} />
              </Shell>
            </LiveProvider>
          </DashboardContext.Provider>
        </LocationProvider>
      )}
      {signIn && <SignInAgain request={signIn} account={account} />}
    </>
  );
}
