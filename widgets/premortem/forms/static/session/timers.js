/** Seconds as a clock shows them: "4:05", and "2 min over" once they are used up. @param {number} left */
export function countdown(left) {
  if (left <= -60) return `${Math.floor(-left / 60)} min over`;
  if (left <= 0) return "time is up";
  const whole = Math.ceil(left);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** @param {number} seconds @returns {string} whole minutes, as an agenda tells them */
export function minutes(seconds) {
  return String(Math.floor(Math.max(0, seconds) / 60));
}

/**
 * Times that count on in the browser from what the kernel last said: nobody's clock has to be right.
 */
export class Timers {
  constructor(tick) {
    this.at = performance.now();
    this.timer = setInterval(tick, 250);
  }

  /** What the kernel said is of this moment. */
  heard() {
    this.at = performance.now();
  }

  /** @param {number} seconds as the kernel said them @returns {number} as they are now */
  now(seconds) {
    return seconds + (performance.now() - this.at) / 1000;
  }

  close() {
    clearInterval(this.timer);
  }
}
