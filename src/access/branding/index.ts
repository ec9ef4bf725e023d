export { whyUnreadable } from "./accent-color.ts";
export { LogoRefusedError } from "./errors.ts";
export { type LogoName, largestLogo, logoOf, readLogo, removeLogo, setLogo } from "./logos.ts";
