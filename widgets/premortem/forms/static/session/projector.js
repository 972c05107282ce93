import { freshId, make } from "../dom.js";
import { button } from "./parts.js";

const NO_PAGE = "This server has no page for phones. Start it anew with premortem app --address 0.0.0.0 or premortem lab --phones, or add people without a phone.";

/** How to join, as large as the screen: for the projector. */
export function makeProjector() {
  const heading = make("h2", { id: freshId("join"), tabindex: "-1" }, "Join with your phone");
  const body = make("div", { class: "pm-join-body" });
  const close = button("Close", () => dialog.close(), "pm-button");
  const dialog = make("dialog", { class: "pm-join-large", "aria-labelledby": heading.id }, heading, body, close);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return {
    element: dialog,
    show({ link, place, qr, code }) {
      body.replaceChildren(
        ...[
          qr && make("img", { src: qr, alt: `QR code of ${link}` }),
          make(
            "div",
            {},
            place && make("p", {}, "Scan the code, or open"),
            place && make("p", { class: "pm-join-link" }, place),
            make("p", {}, place ? "and type" : "The code of this session:"),
            make("p", { class: "pm-join-code" }, code),
            place ? null : make("p", {}, NO_PAGE),
          ),
        ].filter(Boolean),
      );
    },
    open: () => dialog.showModal(),
  };
}
