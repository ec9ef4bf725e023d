import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let server: TestServer;
before(async () => {
  const checkoutPage = { directory: "/nowhere", html: "<p>The checkout</p>", build: "production" } as const;
  server = await startTestServer({ checkoutPage });
});
after(() => server[Symbol.asyncDispose]());

const open = async (path: string, language: string) =>
  (await fetch(new URL(path, server.url), { headers: { "accept-language": language } })).text();

/** Words of each page, which are in its reader's language and in no other. */
const pages = [
  [
    "/signed-in",
    {
      en: "You are not signed in",
      es: "No ha iniciado sesión",
      de: "Sie sind nicht angemeldet",
      ja: "サインインしていません",
    },
  ],
  ["/sign-in", { en: "Sign in", es: "Iniciar sesión", de: "Anmelden", ja: "サインイン" }],
  ["/mail/unsubscribe/x", { en: "Unsubscribe", es: "Cancelar la suscripción", de: "Abbestellen", ja: "配信停止" }],
  [
    "/l/nothing",
    { en: "cannot be paid now", es: "no se puede pagar", de: "nicht bezahlt werden", ja: "お支払いいただけません" },
  ],
  [
    "/setup/nothing",
    { en: "first owner already", es: "primer propietario", de: "ersten Inhaber", ja: "最初のオーナー" },
  ],
  [
    "/refund/nothing",
    { en: "Ask the shop", es: "Pida otro a la tienda", de: "Bitten Sie den Shop", ja: "店舗に新しい" },
  ],
] as const;

test("pages of the server: sign-in, unsubscribing and links speak their reader's language", async () => {
  for (const [path, words] of pages) {
    for (const [language, text] of Object.entries(words)) {
      const page = await open(path, language);
      assert.ok(page.includes(`<html lang="${language}">`), `${path} ${language}`);
      for (const each of Object.values(words)) {
        assert.equal(page.includes(each), each === text, `${path} in ${language}: ${each}`);
      }
    }
  }
});

test("a link's page: what may be paid is said in its reader's language, with its figures", async () => {
  const ask = { title: "Tip", currency: "EUR", minimumAmount: "1.50", maximumAmount: "2000.00" };
  const { body } = await server.call("POST", "/v1/links", ask);
  const path = new URL(body.url).pathname;
  const german = await open(path, "de-AT");
  assert.match(german, /Wie viel möchten Sie zahlen\?[\s\S]*1,50.€ bis 2\.000,00.€/);
  assert.match(await open(path, "ja"), /いくらお支払いになりますか？[\s\S]*€1\.50〜€2,000\.00/);
});
