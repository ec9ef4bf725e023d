export { createLink, deleteLink, sellersOf, updateLink } from "./change-link.ts";
export { LinkDeletedError, LinkExhaustedError, LinkInactiveError, LinkNotFoundError } from "./errors.ts";
export { linkId, uuidOfLink } from "./link-id.ts";
export { findLinkBySlug, type LinkFilter, type LoadedLink, listLinks, loadLink, searchLinks } from "./load-link.ts";
export { newSlug } from "./slug.ts";
export { checkLink, type LinkChange, type LinkInput } from "./template.ts";
export { checkOpen, earlierVisit, type OpenLink, priceOfVisit, visitLink } from "./visit-link.ts";
