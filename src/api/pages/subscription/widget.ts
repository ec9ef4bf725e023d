/**
 * What a shop's page loads: puts the page of a package into every element that names one, and gives each the height that its page says. It hears this server alone, and of it only its own
 * frames. Without a build, as it is served: other sites run it.
 */
export const widgetScript = `(() => {
  const base = new URL("../embed/subscription/", document.currentScript.src);
  const frames = new Map();
  const mount = () => {
    for (const brand of ["paylinkr", "railsplit"])
      for (const box of document.querySelectorAll("[data-" + brand + "-package]")) {
        if (frames.has(box)) continue;
        const read = (name) => box.getAttribute("data-" + brand + "-" + name);
        const frame = document.createElement("iframe");
        frame.src = new URL(encodeURIComponent(read("package")), base);
        frame.title = "Subscribe";
        frame.width = parseInt(read("width")) || 420;
        frame.height = parseInt(read("height")) || 520;
        frame.style.cssText = "border:0;border-radius:16px;max-width:100%";
        frames.set(box, frame);
        box.append(frame);
      }
  };
  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== base.origin || !data || data.type !== "railsplit:resize") return;
    for (const frame of frames.values())
      if (frame.contentWindow === source && data.height > 0) frame.height = Math.min(data.height, 4000);
  });
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", mount);
  else mount();
})();
`;

/** In the framed page: says how high it is. There is nothing secret in that, so whoever frames it may hear it. */
export const frameScript = `(() => {
  const say = () => parent.postMessage({ type: "railsplit:resize", height: Math.ceil(document.querySelector("main").getBoundingClientRect().height) }, "*");
  new ResizeObserver(say).observe(document.querySelector("main"));
})();`;
