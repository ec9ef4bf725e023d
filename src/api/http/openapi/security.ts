/** By what a request is let in. */
export const securitySchemes = {
  apiKey: { type: "http", scheme: "bearer", description: "An API key: `pk_live_…` or `pk_test_…`." },
  apiKeyHeader: { type: "apiKey", in: "header", name: "X-API-Key", description: "The same in a header of its own." },
  checkoutToken: {
    type: "http",
    scheme: "bearer",
    description: "The `checkoutToken` of a quote: it opens that quote.",
  },
} as const;

/** Of a route for a merchant's server. */
export const byKey = [{ apiKey: [] }, { apiKeyHeader: [] }];

/** Of a route for a payer or a merchant's server. */
export const byTokenOrKey = [{ checkoutToken: [] }, ...byKey];
