import { longestRow, type Row } from "./row.ts";

type Opened = { readonly kind: "array" | "object"; key: string };

/**
 * The records of a JSON file, each as soon as it is there: of one array, of the array under "data" of an API's page, or one after the other with or
 * without lines between. No more than one record is held.
 */
export async function* splitJson(chunks: AsyncIterable<string>): AsyncGenerator<Row> {
  const opened: Opened[] = [];
  let line = 1;
  let text: string | undefined;
  let begun = { line: 1, depth: 0 };
  let inString = false;
  let isEscaped = false;
  let word = "";

  const isPage = () => opened.length === 2 && opened[0]?.kind === "object" && opened[0].key === "data";
  for await (const chunk of chunks) {
    for (const character of chunk) {
      if (text !== undefined && text.length <= longestRow) text += character;
      if (character === "\n") line += 1;
      if (inString) {
        if (!isEscaped && character === '"') inString = false;
        else if (word.length < 10) word += character;
        isEscaped = !isEscaped && character === "\\";
      } else if (character === '"') {
        inString = true;
        word = "";
      } else if (character === ":") {
        const within = opened.at(-1);
        if (within?.kind === "object") within.key = word;
      } else if (character === "{") {
        const isRecord = opened.length === 0 || (opened.length === 1 && opened[0]?.kind === "array") || isPage();
        if (isRecord && text === undefined) {
          text = character;
          begun = { line, depth: opened.length };
        }
        opened.push({ kind: "object", key: "" });
      } else if (character === "[") {
        opened.push({ kind: "array", key: "" });
        // What looked like a record is a page of them.
        if (isPage()) text = undefined;
      } else if (character === "}" || character === "]") {
        opened.pop();
        if (text === undefined || opened.length !== begun.depth) continue;
        yield readRecord(text, begun.line);
        text = undefined;
      }
    }
  }
  if (opened.length > 0) yield { line, problem: "the file ends within a record: it is not whole" };
}

function readRecord(text: string, line: number): Row {
  if (text.length > longestRow) return { line, problem: `longer than ${longestRow} characters` };
  try {
    const value = JSON.parse(text);
    const { data } = value;
    // One that was retrieved alone.
    return { line, value: typeof data === "object" && data !== null && !Array.isArray(data) ? data : value };
  } catch {
    return { line, problem: "not valid JSON" };
  }
}
