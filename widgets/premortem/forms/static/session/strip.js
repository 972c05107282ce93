import { freshId, make, say } from "../dom.js";
import { button } from "./parts.js";
import { countdown, minutes } from "./timers.js";

/** What stays at the top while a session runs: how to join, the time, who is here and how many have voted. */
export function makeStrip({ timers, toggle, join }) {
  const mark = make("strong", { class: "pm-led-rehearsal", hidden: true }, "Rehearsal");
  const picture = make("img", { alt: "" });
  const large = make("button", { type: "button", class: "pm-led-qr", click: join, "aria-label": "Show how to join, in large" }, picture);
  const code = make("strong", { class: "pm-led-code" });
  const link = make("span", { class: "pm-led-link" });
  const how = make("div", { class: "pm-led-join" }, make("span", { class: "pm-led-small" }, "Join with the code"), code, link);
  const step = make("span", { class: "pm-led-step", dir: "auto" });
  const left = make("strong", { class: "pm-led-left", role: "timer", "aria-label": "Time left for this step" });
  const whole = make("span", { class: "pm-led-small" });
  const here = make("span", {});
  const thin = make("span", { class: "pm-led-thin" }, "anonymity is thin");
  const away = make("span", { class: "pm-led-thin", role: "status" });
  const voted = make("strong", { class: "pm-led-voted" });
  const said = make("p", { class: "pm-unseen", role: "status" });
  const fold = button("", toggle, "pm-led-fold", { "aria-expanded": "false" });
  const element = make(
    "section",
    { class: "pm-led-strip", "aria-label": "The session" },
    mark,
    make("div", { class: "pm-led-door" }, large, how),
    make("div", { class: "pm-led-time" }, step, left, whole),
    make("div", { class: "pm-led-here" }, voted, here, thin, away),
    fold,
    said,
  );
  fold.append(make("span", { class: "pm-chevron", "aria-hidden": "true" }), make("span", {}, "Lead"));
  fold.id = freshId("lead");
  let view = null;
  let over = "";

  function tick() {
    if (!view) return;
    const now = view.agenda.find((each) => each.now);
    const rest = now ? now.minutes * 60 - timers.now(now.used) : 0;
    say(step, now ? now.title : "Not begun");
    say(left, now ? countdown(rest) : "");
    element.classList.toggle("over", Boolean(now) && rest <= 0);
    say(whole, `${minutes(timers.now(view.used_s))} of ${Math.round(view.planned_s / 60)} min in all`);
    const up = now && rest <= 0 ? now.id : "";
    if (up && up !== over) say(said, `The time for \u201c${now.title}\u201d is up.`);
    over = up;
  }

  return {
    element,
    fold,
    tick,
    /** @param {any} given the view @param {{link: string, place: string, qr: string, code: string}} door */
    show(given, door) {
      view = given;
      mark.hidden = !given.rehearsal;
      say(code, door.code);
      say(link, door.place || "no page for phones here");
      how.hidden = !given.door_open;
      large.hidden = !door.qr || !given.door_open;
      if (picture.src !== door.qr && door.qr) picture.src = door.qr;
      const present = given.people.filter((each) => each.here);
      say(here, `${present.length} here`);
      thin.hidden = !given.thin || !present.length;
      say(away, given.turned_away ? `${given.turned_away} tries to get in were refused` : "");
      const vote = given.vote?.open ? given.vote : null;
      say(voted, vote ? `${vote.cast} of ${vote.of} voted` : "");
      tick();
    },
  };
}
