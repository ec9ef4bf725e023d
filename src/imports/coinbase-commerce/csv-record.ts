/** A row of CSV in the shape of the API's objects. What is empty is left out. */
export function objectOfCsv(row: Readonly<Record<string, string>>): Record<string, unknown> {
  /** The first of some columns that has anything. */
  const read = (...names: string[]) => names.map((name) => row[name]?.trim()).find((text) => text);
  const moneyOf = (amount: string | undefined, currency: string | undefined) =>
    amount === undefined || currency === undefined ? undefined : { amount: amount.replaceAll(",", ""), currency };
  const local = moneyOf(
    read("local_price_amount", "pricing_local_amount", "local_amount", "price_amount", "amount", "price"),
    read("local_price_currency", "pricing_local_currency", "local_currency", "price_currency", "currency"),
  );
  const crypto = moneyOf(
    read("crypto_amount", "payment_amount", "payments_value_crypto_amount", "settlement_amount"),
    read("crypto_currency", "payment_currency", "payments_value_crypto_currency", "settlement_currency"),
  );
  const transaction = read("transaction_id", "transaction_hash", "tx_hash", "payments_transaction_id");
  const network = read("network", "payments_network");
  const code = read("code", "charge_code");
  const createdAt = timeOf(read("created_at", "created", "charge_created_at", "date"));
  const detectedAt = timeOf(read("detected_at", "paid_at", "payments_detected_at"));
  const checkoutId = read("checkout_id");
  const row_ = {
    id: read("id", "charge_id", ...(createdAt === undefined && code === undefined ? ["checkout_id"] : [])) ?? code,
    code,
    name: read("name", "charge_name", "title", "product_name"),
    description: read("description"),
    hosted_url: read("hosted_url", "url"),
    pricing_type: read("pricing_type") ?? (local ? "fixed_price" : "no_price"),
    local_price: local,
    status: read("status", "charge_status", "payment_status")?.toUpperCase(),
    checkout: code !== undefined && checkoutId !== undefined ? { id: checkoutId } : undefined,
    payments:
      transaction || crypto
        ? [{ network, transaction_id: transaction, value: { crypto }, detected_at: detectedAt }]
        : undefined,
    metadata: metadataOf(row),
    created_at: createdAt,
    confirmed_at: timeOf(read("confirmed_at", "completed_at")),
    expires_at: timeOf(read("expires_at")),
  };
  return Object.fromEntries(Object.entries(row_).filter(([, value]) => value !== undefined));
}

/** With a zone, as the API writes times; one without is UTC. */
function timeOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const spaced = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|UTC|[+-]\d\d:?\d\d)?$/.exec(text);
  if (!spaced) return /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
  const [, day, clock = "", zone = "Z"] = spaced;
  const seconds = clock.length === 5 ? `${clock}:00` : clock;
  return `${day}T${seconds}${zone === "UTC" ? "Z" : zone.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2")}`;
}

/** A column of its own for each, or all in one as JSON. */
function metadataOf(row: Readonly<Record<string, string>>): Record<string, unknown> | undefined {
  const columns = Object.entries(row).filter(([name, text]) => name.startsWith("metadata_") && text !== "");
  if (columns.length > 0) return Object.fromEntries(columns.map(([name, text]) => [name.slice(9), text]));
  if (!row.metadata) return undefined;
  try {
    const read = JSON.parse(row.metadata);
    return typeof read === "object" && read !== null && !Array.isArray(read) ? read : undefined;
  } catch {
    return { metadata: row.metadata };
  }
}
