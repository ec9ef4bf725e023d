import { formatDateTime, formatExactTime, formatShortTime } from "../messages/format.ts";

/** An instant in the reader's own zone; which one it is stands in its title. */
export function Time({ at, isShort = false }: { readonly at: string; readonly isShort?: boolean }) {
  return (
    <time dateTime={at} title={formatExactTime(at)}>
      {isShort ? <Short at={at} /> : formatDateTime(at)}
    </time>
  );
}

/** For lists: where there is little room, the day alone. */
function Short({ at }: { readonly at: string }) {
  const { day, time } = formatShortTime(at);
  return (
    <>
      {day}
      <span class="time-of-day"> {time}</span>
    </>
  );
}
