import sax from "sax";
import { LogoRefusedError } from "./errors.ts";

const most = { elements: 2_000, depth: 32 } as const;

/** Shapes and what paints them. Their attributes are those below; none of them runs, loads or links to anything. */
const elements = new Set(
  "svg g path rect circle ellipse line polyline polygon text tspan defs linearGradient radialGradient stop clipPath mask title desc".split(
    " ",
  ),
);

/** Editors' notes: left out with all that is in them. */
const skipped = new Set(["metadata"]);

const attributes = new Set(
  `id x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy d points width height viewBox preserveAspectRatio version transform
  fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset
  opacity color clip-path clip-rule mask clipPathUnits maskUnits maskContentUnits gradientUnits gradientTransform spreadMethod offset stop-color
  stop-opacity font-family font-size font-weight font-style text-anchor letter-spacing`.split(/\s+/),
);

/** A place in the same picture is all that a value may name. */
const isLocal = (value: string) => !/url\s*\(/i.test(value.replace(/url\(#[\w-]+\)/g, "")) && !value.includes("\\");

/**
 * An SVG that is written anew from shapes alone: what would run, load or link is refused, editors' notes are left out. Throws `LogoRefusedError`. It is shown as a
 * picture besides, where nothing runs whatever it holds.
 */
export function cleanSvg(source: string): string {
  const parser = sax.parser(true, { trim: false });
  let written = "";
  let count = 0;
  let skippedDepth = 0;
  const open: string[] = [];
  const refuse = (reason: string): never => {
    throw new LogoRefusedError(reason);
  };
  parser.onerror = () => refuse("it is no well-formed XML");
  parser.ondoctype = () => refuse("it has a document type: save it without");
  parser.onopencdata = () => refuse("it has CDATA: save it without");
  parser.onopentag = ({ name, attributes: given }) => {
    // Of a namespace of some editor.
    if (skippedDepth > 0 || skipped.has(name) || name.includes(":")) {
      skippedDepth += 1;
      return;
    }
    count += 1;
    if (count > most.elements || open.length >= most.depth) refuse("it has too many elements: simplify it");
    if (open.length === 0 && (count > 1 || name !== "svg")) refuse("it is no SVG");
    if (!elements.has(name)) refuse(`<${name}> is not taken: save it as plain shapes with presentation attributes`);
    open.push(name);
    written += `<${name}${open.length === 1 ? ' xmlns="http://www.w3.org/2000/svg"' : ""}`;
    for (const [attribute, value] of Object.entries(given)) written += attributeText(attribute, `${value}`, refuse);
    written += ">";
  };
  parser.onclosetag = () => {
    if (skippedDepth > 0) skippedDepth -= 1;
    else written += `</${open.pop()}>`;
  };
  parser.ontext = (text) => {
    if (skippedDepth === 0 && open.length > 0) written += escapeXml(text);
  };
  parser.write(source).close();
  if (count === 0) refuse("it is no SVG");
  return written;
}

function attributeText(name: string, value: string, refuse: (reason: string) => never): string {
  if (/^on/i.test(name)) refuse(`${name} would run a script`);
  if (name === "style") refuse("it has style attributes: save it with presentation attributes");
  if (name === "href" || name === "xlink:href") refuse("it refers to something else: save it with everything in it");
  if (!attributes.has(name)) return "";
  if (!isLocal(value)) refuse(`${name} refers to something outside of it`);
  return ` ${name}="${escapeXml(value)}"`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
