import { join } from "node:path";
import { destination } from "pino";
import { issueApiKey } from "../src/access/api-keys.ts";
import { operator } from "../src/access/audit-log.ts";
import { newBearerToken } from "../src/access/bearer-token.ts";
import type { AccessContext } from "../src/access/context.ts";
import { addMember } from "../src/access/members.ts";
import { createOrganization } from "../src/access/organizations.ts";
import type { Configuration, RelayConfiguration } from "../src/configuration/index.ts";
import { createUser } from "../src/people/users.ts";
import type { Chain } from "../src/protocol/index.ts";
import { type Clock, createLog, createSecretBox, systemClock } from "../src/runtime/index.ts";
import { sandboxAccounts } from "../src/sandbox/accounts.ts";
import { type Mailbox, startMailbox } from "../src/sandbox/mailbox.ts";
import { requireFreePort, reservePorts } from "../src/sandbox/ports.ts";
import { type RatesServer, startRatesServer } from "../src/sandbox/rates-server.ts";
import { type Sandbox, startSandbox } from "../src/sandbox/sandbox.ts";
import {
  chainState,
  removeSandboxState,
  type SandboxState,
  statePath,
  writeSandboxState,
} from "../src/sandbox/state.ts";
import { createMovableClock } from "../src/sandbox/tools/clock.ts";
import { createSandboxTools } from "../src/sandbox/tools/create-tools.ts";
import { type ReceivedWebhook, startWebhookReceiver, type WebhookReceiver } from "../src/sandbox/webhook-receiver.ts";
import { type Railsplit, startRailsplit } from "../src/server/start.ts";
import type { DatabaseOptions } from "../src/store/index.ts";
import { createWebhookEndpoint } from "../src/webhooks/endpoints.ts";
import { buildCheckout } from "./build-checkout.ts";
import { describeRelaxed, type RelaxedLimit, relaxedLimits, strictLimits } from "./sandbox-limits.ts";

/** The whole product on local chains: sandbox, server, and a merchant with a key and a webhook receiver. */
export type Stack = {
  readonly sandbox: Sandbox;
  readonly railsplit: Railsplit;
  readonly receiver: WebhookReceiver;
  readonly rates: RatesServer;
  /** Takes the mails that the server sends. */
  readonly mailbox: Mailbox;
  readonly state: SandboxState;
  readonly organizationId: string;
  /** The limits that are not those of a server in production. */
  readonly relaxed: readonly RelaxedLimit[];
  /** Stops the server, runs `meanwhile`, and starts it with another configuration over the same chains and database, which must not be in memory. */
  replaceServer(
    change: (configuration: Configuration) => Configuration,
    meanwhile?: () => Promise<void>,
  ): Promise<void>;
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type StackOptions = {
  readonly chains?: readonly Chain[];
  /** Free ones when left out. */
  readonly firstPort?: number | undefined;
  readonly apiPort?: number | undefined;
  /** For `state.json` and logs. */
  readonly directory: string;
  /** In memory when left out. */
  readonly database?: DatabaseOptions;
  /** For tests that reorganize. */
  readonly keepsHistory?: boolean;
  /** The server's time, for tests that move it; the dashboard moves the usual one. */
  readonly clock?: Clock;
  /** Other than: both lanes, the bundler first. */
  readonly relay?: Partial<RelayConfiguration>;
  /** Milliseconds between two looks at a chain's head; a quarter of a second when left out. */
  readonly pollInterval?: number;
  /** Requests a second that payers may cause on each chain; as many as a server in production has when left out. */
  readonly payerRequests?: number;
  /** With the limits of a server in production, which are relaxed otherwise. */
  readonly strict?: boolean;
  /** How many times its fee the gas of a payment may cost, in 10^-4, other than the limits say; zero is any cost. */
  readonly sponsorshipLimit?: bigint;
  readonly report?: (line: string) => void;
  readonly onWebhook?: (webhook: ReceivedWebhook) => void;
  readonly signal?: AbortSignal;
};

/** Starts everything, or nothing: what had started is stopped again when something does not. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { directory, report = () => {} } = options;
  const stateFile = statePath(directory);
  const ports = await reservePorts();
  const running: { stop(): Promise<void> }[] = [{ stop: () => ports.release() }];
  const stop = async () => {
    await removeSandboxState(stateFile);
    for (const part of running.splice(0).reverse()) await part.stop();
  };
  try {
    const { firstPort = ports.chains, apiPort = ports.api } = options;
    await requireFreePort(apiPort, "the API");
    await buildCheckout("sandbox");
    const sandbox = await startSandbox({ ...options, firstPort });
    running.push(sandbox);
    const rates = await startRatesServer();
    running.push(rates);
    const mailbox = await startMailbox({ port: ports.mailbox });
    running.push(mailbox);
    const log = createLog("info", destination({ dest: join(directory, "logs", "api.log"), sync: false }));
    const ownerToken = newBearerToken("signin_");
    const movable = createMovableClock(options.clock);
    const configuration = {
      ...configurationOf(sandbox, options, apiPort, { rates, mailbox }),
      sandboxOwner: { email: ownerAddress, token: ownerToken },
      sandboxTools: createSandboxTools(sandbox, movable),
      operators: new Set([ownerAddress]),
    };
    const start = (of: Configuration) => startRailsplit(of, log, movable.now);
    let railsplit = await start(configuration);
    running.push({ stop: () => railsplit.stop() });
    report(`the API is up`);
    const receiver = await startWebhookReceiver(options.onWebhook);
    running.push(receiver);

    const context = {
      database: railsplit.database,
      clock: systemClock,
      webhookTargets: "any",
      secretBox: createSecretBox([]),
    } as const;
    const settlementAddress = sandboxAccounts.merchant.address;
    const merchant = await createOrganization(context, { name: "Sandbox merchant", settlementAddress });
    await hireOwner(context, merchant.id);
    const { key: apiKey } = await issueApiKey(context, { organizationId: merchant.id, mode: "test" });
    const endpoint = await createWebhookEndpoint(
      context,
      { organizationId: merchant.id, mode: "test" },
      { url: receiver.url },
    );
    receiver.secret = endpoint.secret;

    const chains = Object.fromEntries([...sandbox.chains].map(([id, chain]) => [id, chainState(chain)]));
    const state = {
      apiUrl: railsplit.url,
      apiKey,
      webhookSecret: endpoint.secret,
      mailboxUrl: mailbox.pageUrl,
      ownerUrl: `${railsplit.url}/sandbox/sign-in/${ownerToken}`,
      chains,
    };
    await writeSandboxState(stateFile, state);
    const relaxed = describeRelaxed(limitsOf(options));
    const organizationId = merchant.id;
    return {
      sandbox,
      receiver,
      rates,
      mailbox,
      state,
      organizationId,
      relaxed,
      get railsplit() {
        return railsplit;
      },
      async replaceServer(change, meanwhile) {
        await railsplit.stop();
        await meanwhile?.();
        railsplit = await start(change(configuration));
      },
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const limitsOf = ({ strict = false, sponsorshipLimit }: StackOptions) => {
  const limits = strict ? strictLimits() : relaxedLimits();
  return sponsorshipLimit === undefined ? limits : { ...limits, sponsorshipLimit };
};

const ownerAddress = "owner@sandbox.example";

/** Somebody to sign in as. */
async function hireOwner({ database, clock }: AccessContext, organizationId: string): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const account = { email: ownerAddress, name: "Sandbox owner", isVerified: true };
    const { id: userId } = await createUser(transaction, account, clock());
    await addMember(transaction, { organizationId, userId, role: "owner" }, operator, clock());
  });
}

type Outside = Pick<Stack, "rates" | "mailbox">;

function configurationOf(
  sandbox: Sandbox,
  options: StackOptions,
  apiPort: number,
  { rates, mailbox }: Outside,
): Configuration {
  const { database = {}, relay = {}, pollInterval = 250, payerRequests = 100 } = options;
  const [first] = sandbox.chains.values();
  if (!first) throw new Error("The sandbox has no chain.");
  return {
    role: "all",
    host: "127.0.0.1",
    port: apiPort,
    operations: null,
    publicUrl: `http://127.0.0.1:${apiPort}`,
    database,
    chains: [...sandbox.chains.values()].map(({ chain, rpcUrl, bundlerUrl }) => ({
      chain,
      // Whatever it imitates, nothing on it is worth anything.
      mode: "test",
      rpcUrls: [rpcUrl],
      payerRequests,
      bundlerUrl,
      startBlock: 0n,
      fewestPayments: 500n,
      pollInterval,
    })),
    router: first.router,
    gasSponsor: { address: first.gasSponsor, signerKey: sandboxAccounts.sponsorSigner.privateKey },
    earlierSponsors: first.earlierSponsors,
    standingDeposits: first.standingDeposits,
    mandates: first.mandates,
    ...limitsOf(options),
    relay: {
      lanes: ["bundler", "transactions"],
      accountKey: sandboxAccounts.relayer.privateKey,
      transactionKeys: sandboxAccounts.relayerKeys.map(({ privateKey }) => privateKey),
      batchSize: 20,
      feeCeiling: 5n,
      knownDelegates: [],
      patience: 10_000,
      ...relay,
    },
    secondReadingInterval: 10_000,
    trustedProxies: [],
    secretKeys: [],
    smtp: {
      ...mailbox.smtp,
      implicitTls: false,
      isLoopback: true,
      from: { name: "Railsplit sandbox", address: "payments@sandbox.example" },
    },
    rates: { coinbaseUrl: rates.url, openErApiUrl: rates.url },
    checkoutBuild: "sandbox",
    sandboxOwner: null,
    sandboxTools: null,
    operators: new Set(),
    walletConnectProjectId: null,
    baseAccount: false,
    logLevel: "info",
  };
}
