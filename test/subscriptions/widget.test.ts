import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { widgetScript } from "../../src/api/pages/subscription/widget.ts";

type Frame = { src?: URL; width?: number; height?: number; title?: string; style: object; contentWindow: object };

/** A page of a shop with elements of these attributes, in which the script runs. */
function shopPage(boxes: readonly Readonly<Record<string, string>>[]) {
  const elements = boxes.map((attributes) => {
    const frames: Frame[] = [];
    return {
      attributes,
      frames,
      getAttribute: (name: string) => attributes[name] ?? null,
      append: (frame: Frame) => frames.push(frame),
    };
  });
  const listeners: Record<string, (event: object) => void> = {};
  const document = {
    readyState: "complete",
    currentScript: { src: "https://pay.example/below/widget/subscription.js" },
    querySelectorAll: (selector: string) => elements.filter(({ attributes }) => selector.slice(1, -1) in attributes),
    createElement: (): Frame => ({ style: {}, contentWindow: {} }),
  };
  const addEventListener = (name: string, listener: (event: object) => void) => {
    listeners[name] = listener;
  };
  runInNewContext(widgetScript, { document, addEventListener, URL, Map, Math, parseInt, encodeURIComponent });
  const frames = elements.map((element) => element.frames);
  return { frames, hear: (event: object) => listeners.message?.(event) };
}

test("widget: every element that names a package gets its frame, by either name, with the size that it asks for", () => {
  const { frames } = shopPage([
    { "data-paylinkr-package": "subpkg_a", "data-paylinkr-width": "400", "data-paylinkr-height": "600" },
    { "data-railsplit-package": "pro support/../x" },
    { "data-other": "subpkg_b" },
    { "data-paylinkr-package": "subpkg_c", "data-railsplit-package": "subpkg_c" },
  ]);
  const shown = frames.map((all) => all.map(({ src, width, height }) => [src?.href, width, height]));
  const base = "https://pay.example/below/embed/subscription/";
  assert.deepEqual(shown, [
    [[`${base}subpkg_a`, 400, 600]],
    [[`${base}pro%20support%2F..%2Fx`, 420, 520]],
    [],
    [[`${base}subpkg_c`, 420, 520]],
  ]);
});

test("widget: a frame has the height that its own page says, and hears nobody else", () => {
  const { frames, hear } = shopPage([{ "data-railsplit-package": "a" }, { "data-railsplit-package": "b" }]);
  const [first, second] = frames.flat() as [Frame, Frame];
  const origin = "https://pay.example";
  const data = { type: "railsplit:resize", height: 700 };
  for (const event of [
    { origin: "https://evil.example", source: first.contentWindow, data },
    { origin, source: {}, data },
    { origin, source: first.contentWindow, data: null },
    { origin, source: first.contentWindow, data: { type: "other", height: 700 } },
    { origin, source: first.contentWindow, data: { type: "railsplit:resize", height: -1 } },
  ]) {
    hear(event);
    assert.deepEqual([first.height, second.height], [520, 520]);
  }
  hear({ origin, source: second.contentWindow, data });
  assert.deepEqual([first.height, second.height], [520, 700]);
  hear({ origin, source: second.contentWindow, data: { ...data, height: 1e9 } });
  assert.equal(second.height, 4_000);
});
