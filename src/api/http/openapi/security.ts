/** By what a request is let in. */
export const securitySchemes = {
  session: {
    type: "apiKey",
    in: "cookie",
    name: "__Host-railsplit",
    description:
      "A person who signed in. Requests are about the session's organization and mode, or those of the headers `X-Organization` (an id) and `X-Mode` (`live` or `test`). A change has to come from a page of this server.",
  },
  apiKey: { type: "http", scheme: "bearer", description: "An API key: `pk_live_…` or `pk_test_…`." },
  apiKeyHeader: { type: "apiKey", in: "header", name: "X-API-Key", description: "The same in a header of its own." },
  checkoutToken: {
    type: "http",
    scheme: "bearer",
    description: "The `checkoutToken` of a quote: it opens that quote.",
  },
} as const;

const byKey = [{ apiKey: [] }, { apiKeyHeader: [] }];

/** Of a route for a merchant's server and its people. */
export const byKeyOrSession = [...byKey, { session: [] }];

/** Of a route for people alone. */
export const bySession = [{ session: [] }];

/** Of a route for a payer, or for a merchant's server and its people. */
export const byTokenKeyOrSession = [{ checkoutToken: [] }, ...byKeyOrSession];
