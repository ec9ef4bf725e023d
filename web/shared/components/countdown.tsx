import { sayCount } from "../messages/index.ts";
import "./countdown.css";

type CountdownProps = {
  readonly until: string /** Server time, milliseconds. */;
  readonly now: number;
  readonly label: string;
};

/** The time left, as `9:41`; for who listens, in words. */
export function Countdown({ until, now, label }: CountdownProps) {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / 1_000));
  return (
    <span class="countdown">
      <span class="countdown-label">{label}</span>{" "}
      <time class="countdown-time" dateTime={`PT${seconds}S`} aria-label={inWords(seconds)} role="timer">
        {clockFace(seconds)}
      </time>
    </span>
  );
}

function clockFace(seconds: number): string {
  const padded = (value: number) => `${value}`.padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  if (hours > 0) return `${hours}:${padded(minutes)}:${padded(seconds % 60)}`;
  return `${minutes}:${padded(seconds % 60)}`;
}

function inWords(seconds: number): string {
  if (seconds < 60) return sayCount("time.spoken.seconds", seconds);
  return sayCount("time.spoken.minutes", Math.floor(seconds / 60));
}
