/**
 * How much time a step has left, by the server's count: the phone's own clock may be wrong, how fast it goes is not.
 * @param {{minutes: number, elapsed: number}} step
 * @param {number} heardAt performance.now() when the view came
 * @returns {string}
 */
export function timeLeft(step, heardAt) {
  const left = Math.round(step.minutes * 60 - step.elapsed - (performance.now() - heardAt) / 1000);
  if (left <= -60) return `${Math.floor(-left / 60)} min over`;
  if (left <= 0) return "Time is up";
  return left < 60 ? `${left} s left` : `${Math.ceil(left / 60)} min left`;
}
