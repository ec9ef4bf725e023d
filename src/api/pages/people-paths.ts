/** Where people work who are signed in. */
export const dashboardPath = "/dashboard";

/** Where people sign in who then go on to a page of the dashboard. */
export function signInPath(next: string): string {
  return `/sign-in?${new URLSearchParams({ next })}`;
}

/** Where somebody goes on to who has signed in: a page of the dashboard and nothing else that a link may say. */
export function nextPath(next: unknown, otherwise: string): string {
  const isOwn = typeof next === "string" && next.length < 2_000 && /^\/dashboard(?:[/?][\w\-/?=&%:+~]*)?$/.test(next);
  return isOwn ? next : otherwise;
}
