/** White text has to be readable on it, and it on a white page: WCAG's 4.5 to 1. */
const leastContrast = 4.5;

/** Undefined where a colour `#rrggbb` can be used for buttons and links; else what is wrong. */
export function whyUnreadable(color: string): string | undefined {
  const contrast = 1.05 / (luminanceOf(color) + 0.05);
  if (contrast >= leastContrast) return undefined;
  return `has a contrast of ${contrast.toFixed(2)} to 1 with white, and text needs ${leastContrast} to 1: choose a darker colour`;
}

/** Relative luminance, as WCAG 2 defines it. */
function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
