import { useState } from "preact/hooks";
import { ErrorBoundary, lazy, Route, Router } from "preact-iso";
import { Empty } from "./components/empty.tsx";
import { Page } from "./components/page.tsx";
import { say } from "./messages/index.ts";
import { Home } from "./pages/home/home.tsx";
import { pathOf, scope } from "./session/paths.ts";

// Each part of the dashboard is loaded when it is opened first.
const Payments = lazy(() => import("./pages/payments/payments.tsx").then(({ Payments }) => Payments));
const Payment = lazy(() => import("./pages/payments/payment.tsx").then(({ Payment }) => Payment));
const NewPayment = lazy(() => import("./pages/payments/new-payment.tsx").then(({ NewPayment }) => NewPayment));
const Links = lazy(() => import("./pages/links/links.tsx").then(({ Links }) => Links));
const NewLink = lazy(() => import("./pages/links/new-link.tsx").then(({ NewLink }) => NewLink));
const Link = lazy(() => import("./pages/links/link.tsx").then(({ Link }) => Link));
const Invoices = lazy(() => import("./pages/invoices/invoices.tsx").then(({ Invoices }) => Invoices));
const NewInvoice = lazy(() => import("./pages/invoices/new-invoice.tsx").then(({ NewInvoice }) => NewInvoice));
const Invoice = lazy(() => import("./pages/invoices/invoice.tsx").then(({ Invoice }) => Invoice));
const Subscriptions = lazy(() =>
  import("./pages/subscriptions/subscriptions.tsx").then(({ Subscriptions }) => Subscriptions),
);
const Subscription = lazy(() =>
  import("./pages/subscriptions/subscription.tsx").then(({ Subscription }) => Subscription),
);
const Packages = lazy(() => import("./pages/subscriptions/packages.tsx").then(({ Packages }) => Packages));
const NewPackage = lazy(() => import("./pages/subscriptions/new-package.tsx").then(({ NewPackage }) => NewPackage));
const Package = lazy(() => import("./pages/subscriptions/package.tsx").then(({ Package }) => Package));
const Plans = lazy(() => import("./pages/subscriptions/plans.tsx").then(({ Plans }) => Plans));
const NewPlan = lazy(() => import("./pages/subscriptions/new-plan.tsx").then(({ NewPlan }) => NewPlan));
const Plan = lazy(() => import("./pages/subscriptions/plan.tsx").then(({ Plan }) => Plan));
const Mandates = lazy(() => import("./pages/mandates/mandates.tsx").then(({ Mandates }) => Mandates));
const NewMandate = lazy(() => import("./pages/mandates/new-mandate.tsx").then(({ NewMandate }) => NewMandate));
const Mandate = lazy(() => import("./pages/mandates/mandate.tsx").then(({ Mandate }) => Mandate));
const Customers = lazy(() => import("./pages/customers/customers.tsx").then(({ Customers }) => Customers));
const References = lazy(() => import("./pages/customers/references.tsx").then(({ References }) => References));
const Reference = lazy(() => import("./pages/customers/reference.tsx").then(({ Reference }) => Reference));
const Deposits = lazy(() => import("./pages/customers/deposits.tsx").then(({ Deposits }) => Deposits));
const Customer = lazy(() => import("./pages/customers/customer.tsx").then(({ Customer }) => Customer));
const Ledger = lazy(() => import("./pages/ledger/ledger.tsx").then(({ Ledger }) => Ledger));
const ApiKeys = lazy(() => import("./pages/developers/api-keys.tsx").then(({ ApiKeys }) => ApiKeys));
const Webhooks = lazy(() => import("./pages/developers/webhooks.tsx").then(({ Webhooks }) => Webhooks));
const Endpoint = lazy(() => import("./pages/developers/endpoint.tsx").then(({ Endpoint }) => Endpoint));
const Deliveries = lazy(() => import("./pages/developers/deliveries.tsx").then(({ Deliveries }) => Deliveries));
const Events = lazy(() => import("./pages/developers/events.tsx").then(({ Events }) => Events));
const Requests = lazy(() => import("./pages/developers/requests.tsx").then(({ Requests }) => Requests));
const Examples = lazy(() => import("./pages/developers/examples.tsx").then(({ Examples }) => Examples));
const Sandbox = lazy(() => import("./pages/developers/sandbox.tsx").then(({ Sandbox }) => Sandbox));
const Organization = lazy(() => import("./pages/settings/organization.tsx").then(({ Organization }) => Organization));
const Branding = lazy(() => import("./pages/settings/branding.tsx").then(({ Branding }) => Branding));
const Addresses = lazy(() => import("./pages/settings/addresses.tsx").then(({ Addresses }) => Addresses));
const Members = lazy(() => import("./pages/settings/members.tsx").then(({ Members }) => Members));
const AuditLog = lazy(() => import("./pages/settings/audit-log.tsx").then(({ AuditLog }) => AuditLog));
const Server = lazy(() => import("./pages/settings/server.tsx").then(({ Server }) => Server));
const Account = lazy(() => import("./pages/account/account.tsx").then(({ Account }) => Account));

/** Which page is at which address. */
export function Pages() {
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <Broken />;
  return (
    <ErrorBoundary onError={() => setBroken(true)}>
      <Router onRouteChange={takeAlong}>
        <Route path={scope} component={Home} />
        <Route path={`${scope}/payments`} component={Payments} />
        <Route path={`${scope}/payments/new`} component={NewPayment} />
        <Route path={`${scope}/payments/:id`} component={Payment} />
        <Route path={`${scope}/links`} component={Links} />
        <Route path={`${scope}/links/new`} component={NewLink} />
        <Route path={`${scope}/links/:id`} component={Link} />
        <Route path={`${scope}/invoices`} component={Invoices} />
        <Route path={`${scope}/invoices/new`} component={NewInvoice} />
        <Route path={`${scope}/invoices/:id`} component={Invoice} />
        <Route path={`${scope}/subscriptions`} component={Subscriptions} />
        <Route path={`${scope}/subscriptions/packages`} component={Packages} />
        <Route path={`${scope}/subscriptions/packages/new`} component={NewPackage} />
        <Route path={`${scope}/subscriptions/packages/:id`} component={Package} />
        <Route path={`${scope}/subscriptions/plans`} component={Plans} />
        <Route path={`${scope}/subscriptions/plans/new`} component={NewPlan} />
        <Route path={`${scope}/subscriptions/plans/:id`} component={Plan} />
        <Route path={`${scope}/subscriptions/mandates`} component={Mandates} />
        <Route path={`${scope}/subscriptions/mandates/new`} component={NewMandate} />
        <Route path={`${scope}/subscriptions/mandates/:id`} component={Mandate} />
        <Route path={`${scope}/subscriptions/:id`} component={Subscription} />
        <Route path={`${scope}/customers`} component={Customers} />
        <Route path={`${scope}/customers/addresses`} component={References} />
        <Route path={`${scope}/customers/addresses/:id`} component={Reference} />
        <Route path={`${scope}/customers/deposits`} component={Deposits} />
        <Route path={`${scope}/customers/:id`} component={Customer} />
        <Route path={`${scope}/ledger`} component={Ledger} />
        <Route path={`${scope}/developers`} component={ApiKeys} />
        <Route path={`${scope}/developers/webhooks`} component={Webhooks} />
        <Route path={`${scope}/developers/webhooks/:id`} component={Endpoint} />
        <Route path={`${scope}/developers/deliveries`} component={Deliveries} />
        <Route path={`${scope}/developers/events`} component={Events} />
        <Route path={`${scope}/developers/requests`} component={Requests} />
        <Route path={`${scope}/developers/examples`} component={Examples} />
        <Route path={`${scope}/developers/sandbox`} component={Sandbox} />
        <Route path={`${scope}/settings`} component={Organization} />
        <Route path={`${scope}/settings/branding`} component={Branding} />
        <Route path={`${scope}/settings/addresses`} component={Addresses} />
        <Route path={`${scope}/settings/members`} component={Members} />
        <Route path={`${scope}/settings/audit`} component={AuditLog} />
        <Route path={`${scope}/settings/server`} component={Server} />
        <Route path={`${scope}/account`} component={Account} />
        <Route default component={Missing} />
      </Router>
    </ErrorBoundary>
  );
}

/** Whoever reads with ears or keyboard is taken along to the new page. */
function takeAlong() {
  requestAnimationFrame(() => document.querySelector<HTMLElement>("main h1")?.focus());
}

function Missing() {
  return (
    <Page title={say("shell.missing")}>
      <Empty title={say("shell.missing")} text={say("shell.missingText")}>
        <a class="button" href={pathOf()}>
          {say("shell.missingHome")}
        </a>
      </Empty>
    </Page>
  );
}

function Broken() {
  return (
    <Page title={say("shell.broken")}>
      <Empty title={say("shell.broken")} text={say("shell.brokenText")}>
        <button type="button" class="button" onClick={() => location.reload()}>
          {say("shell.reload")}
        </button>
      </Empty>
    </Page>
  );
}
