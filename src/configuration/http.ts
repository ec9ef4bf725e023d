import { z } from "zod";
import { isAddressRange } from "../access/index.ts";
import type { CheckoutBuild, SandboxOwner, SandboxTools } from "../api/index.ts";
import type { Role } from "./role.ts";
import { integer, list, webUrl } from "./variables.ts";

/** Ports where the operator does not say one: they differ, so that one process of each role runs on a machine without more. */
const apiPort = 8080;
const workerPort = 8081;

/** Keys and payers' data must not cross a network in the clear. */
function isEncryptedOrLocal(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

/** Where this process listens, where payers reach the server, and how much it lets each of them ask. */
export const httpVariables = (role: Role) =>
  z
    .object({
      HOST: z.string().default("127.0.0.1"),
      PORT: integer(0, 65_535).optional(),
      OPERATIONS_PORT: integer(0, 65_535).optional(),
      OPERATIONS_HOST: z.string().optional(),
      PUBLIC_URL: webUrl
        .refine(
          isEncryptedOrLocal,
          "expected https://, since keys and payers go there; http:// is for this machine alone",
        )
        .optional(),
      REQUESTS_PER_MINUTE: integer(1).default(100),
      REQUESTS_PER_HOUR: integer(1).default(1_000),
      REQUESTS_PER_DAY: integer(1).default(10_000),
      ADDRESS_REQUESTS_PER_MINUTE: integer(1).optional(),
      ADDRESS_REQUESTS_PER_HOUR: integer(1).optional(),
      ADDRESS_REQUESTS_PER_DAY: integer(1).optional(),
      READS_PER_MINUTE: integer(1).optional(),
      WRITES_PER_MINUTE: integer(1).optional(),
      QUOTES_PER_MINUTE: integer(1).optional(),
      TRUSTED_PROXIES: list.refine(
        (ranges) => ranges.every(isAddressRange),
        "expected addresses and CIDR ranges with commas between",
      ),
      WALLETCONNECT_PROJECT_ID: z
        .string()
        .regex(/^[0-9a-f]{32}$/, "expected 32 hexadecimal digits")
        .optional(),
      BASE_ACCOUNT: z.enum(["on", "off"], "expected on or off").default("off"),
    })
    .transform((read) => {
      // A worker's own port leads to no payment.
      /** Beside the limits of all routes together; the same for keys and addresses. */
      const groups = { reads: read.READS_PER_MINUTE, writes: read.WRITES_PER_MINUTE, quotes: read.QUOTES_PER_MINUTE };
      const hasGroups = Object.values(groups).some((limit) => limit !== undefined);
      const urlPort = role === "worker" ? apiPort : (read.PORT ?? apiPort);
      return {
        host: read.HOST,
        /** Of the API; of a worker's health and metrics. Zero: any that is free. */
        port: read.PORT ?? (role === "worker" ? workerPort : apiPort),
        /** Where metrics, status and the reference page are served instead of beside the API; null: beside it. */
        operations:
          read.OPERATIONS_PORT === undefined
            ? null
            : { host: read.OPERATIONS_HOST ?? read.HOST, port: read.OPERATIONS_PORT },
        /** Where this server is reached from outside. */
        publicUrl: read.PUBLIC_URL ?? `http://${read.HOST}:${urlPort}`,
        /** Of one key, and of the tokens of one payment. */
        limits: {
          perMinute: read.REQUESTS_PER_MINUTE,
          perHour: read.REQUESTS_PER_HOUR,
          perDay: read.REQUESTS_PER_DAY,
          ...(hasGroups && { groups }),
        },
        /** Of one address, whatever it shows. */
        addressLimits: {
          perMinute: read.ADDRESS_REQUESTS_PER_MINUTE ?? read.REQUESTS_PER_MINUTE,
          perHour: read.ADDRESS_REQUESTS_PER_HOUR ?? read.REQUESTS_PER_HOUR,
          perDay: read.ADDRESS_REQUESTS_PER_DAY ?? read.REQUESTS_PER_DAY,
          ...(hasGroups && { groups }),
        },
        /** Proxies whose `X-Forwarded-For` is believed: addresses and CIDR ranges. */
        trustedProxies: read.TRUSTED_PROXIES,
        /** The sandbox's is for local chains alone, so no variable leads to it. */
        checkoutBuild: "production" as CheckoutBuild,
        /** Whom the sandbox signs in by a URL, for the same reason. */
        sandboxOwner: null as SandboxOwner | null,
        /** What acts as customers, chains and time there; in production nothing does. */
        sandboxTools: null as SandboxTools | null,
        walletConnectProjectId: read.WALLETCONNECT_PROJECT_ID ?? null,
        baseAccount: read.BASE_ACCOUNT === "on",
      };
    });
