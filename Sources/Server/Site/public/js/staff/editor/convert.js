// Turns a list of pincodes, a district or a circle into a drawing that can be changed by hand.

import { check } from "./preview.js";
import { polygonsOf, together } from "./ground.js";

/** The server unites the parts, so that no border stays within. */
export function setUpConvert(button, session) {
  button?.addEventListener("click", async () => {
    session.say("converting");
    try {
      const verdict = await check(session.ways.circle ?? { geometry: together(await session.ways.ground()) });
      if (verdict.valid) {
        session.replace(polygonsOf(verdict.geometry));
        session.say("converted");
      } else {
        session.problem.show(verdict);
        session.say("");
      }
    } catch {
      session.say("summary_failed");
    }
  });
}
