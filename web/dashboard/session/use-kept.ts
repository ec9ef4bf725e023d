import { useState } from "preact/hooks";

/** Something small that this browser keeps between visits. What it does not understand any more, or cannot keep, is as if it was never there. */
export function useKept<Value>(
  name: string,
  read: (kept: unknown) => Value,
): readonly [value: Value, keep: (value: Value) => void] {
  const place = `railsplit.${name}`;
  const [value, setValue] = useState(() => read(kept(place)));
  const keep = (changed: Value) => {
    setValue(changed);
    try {
      localStorage.setItem(place, JSON.stringify(changed));
    } catch {
      // Then it counts until the page is closed.
    }
  };
  return [value, keep];
}

function kept(place: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(place) ?? "null");
  } catch {
    return null;
  }
}
