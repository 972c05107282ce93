import { desk } from "./desk.js";
import { randomId } from "./dom.js";

const BEAT = 5000;
const LOST_AFTER = 10000;
const BUSY_LOST_AFTER = 60000;

/** Asks the kernel every few seconds whether it is there; calls `lost` and `back` when that changes. */
export class Heartbeat {
  constructor(model, lost, back) {
    Object.assign(this, { model, lost, back, gone: false, heard: Date.now(), asked: 0 });
    this.timer = setInterval(() => this.beat(), BEAT / 5);
    this.onStatus = (_, status) => status === "connected" ? this.ping() : status === "disconnected" && this.declareLost();
    this.onVisible = () => {
      // Browsers slow the timers of hidden pages down: silence only counts from now on.
      if (!document.hidden) this.heard = Date.now();
      if (!document.hidden) this.ping();
    };
    this.kernel()?.connectionStatusChanged?.connect(this.onStatus);
    document.addEventListener("visibilitychange", this.onVisible);
    this.ping();
  }

  kernel() {
    return globalThis.jupyterapp?.widgetManager?.kernel ?? this.model.widget_manager?.kernel;
  }

  close() {
    clearInterval(this.timer);
    this.kernel()?.connectionStatusChanged?.disconnect(this.onStatus);
    document.removeEventListener("visibilitychange", this.onVisible);
  }

  beat() {
    if (document.hidden) return;
    // In a notebook the kernel may be busy with a cell of its own for a while: that is no loss.
    const patience = this.kernel()?.status === "busy" ? BUSY_LOST_AFTER : LOST_AFTER;
    if (Date.now() - this.heard > patience && this.asked > this.heard) this.declareLost();
    if (Date.now() - this.asked >= BEAT) this.ping();
  }

  ping() {
    this.asked = Date.now();
    try {
      this.model.send({ type: "ping", id: randomId() });
    } catch {
      this.declareLost();
    }
  }

  pong() {
    this.heard = Date.now();
    if (!this.gone) return;
    this.gone = false;
    this.back();
    desk().again();
  }

  declareLost() {
    if (this.gone) return;
    this.gone = true;
    this.lost();
  }
}
