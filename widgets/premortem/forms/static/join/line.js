import { randomId } from "../dom.js";

const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 20_000;
const ASKS_EVERY = 10_000;
const PATIENCE = 6_000;

/**
 * The line to the server: comes back by itself, and sends what was written meanwhile, one message after the other.
 * @param {string} address of the websocket
 * @param {{greet: () => Promise<void>, heard: (message: any) => void, changed: () => void,
 *   settled: (message: any, answer: any) => void, unsent: () => any[], keepUnsent: (messages: any[]) => void}} given
 * `greet` runs whenever the line is there again, and says who this is.
 */
export function makeLine(address, given) {
  let socket = null;
  let tries = 0;
  let waiting = 0; // the timer of the next try
  let greeted = false;
  let admitted = false; // in the session: only then what waits is sent
  let sending = false;
  let closed = false;
  let askedAt = 0; // when the server was asked for a sign of life that has not come yet
  const asked = new Map();

  function connect() {
    clearTimeout(waiting);
    if (closed || (socket && socket.readyState <= WebSocket.OPEN)) return;
    const mine = new WebSocket(address);
    socket = mine;
    mine.onopen = () => mine === socket && given.greet().then(() => mine === socket && ready(), () => mine === socket && lost());
    mine.onmessage = (event) => mine === socket && hear(JSON.parse(event.data));
    mine.onclose = () => mine === socket && lost();
  }

  function ready() {
    greeted = true;
    tries = 0;
    given.changed();
  }

  function lost() {
    const gone = socket;
    socket = null;
    greeted = admitted = false;
    askedAt = 0;
    for (const { refuse } of asked.values()) refuse(new Error("lost"));
    asked.clear();
    gone?.close();
    if (closed) return;
    // Jitter: after a restart of the server not all phones come in the same moment.
    const pause = Math.min(LONGEST_PAUSE, SHORTEST_PAUSE * 2 ** tries) * (0.5 + Math.random());
    tries += 1;
    clearTimeout(waiting);
    waiting = setTimeout(connect, pause);
    given.changed();
  }

  function hear(message) {
    askedAt = 0;
    const question = asked.get(message.id);
    if (!question) return given.heard(message);
    asked.delete(message.id);
    question.answer(message);
  }

  /** Sends now and returns the answer; fails where the line is lost before it comes. */
  function ask(message) {
    return new Promise((answer, refuse) => {
      if (socket?.readyState !== WebSocket.OPEN) return refuse(new Error("lost"));
      asked.set(message.id, { answer, refuse });
      socket.send(JSON.stringify(message));
    });
  }

  async function flush() {
    if (sending || !admitted) return;
    sending = true;
    try {
      for (let next = given.unsent()[0]; next && admitted; next = given.unsent()[0]) {
        const answer = await ask(next);
        if (answer.type === "refused" && answer.again) {
          await new Promise((done) => setTimeout(done, 2_000));
          continue;
        }
        given.keepUnsent(given.unsent().filter((message) => message.id !== next.id));
        given.settled(next, answer);
      }
    } catch {
      // lost: what was not answered is still kept, and sent when the line is back
    } finally {
      sending = false;
    }
    if (admitted && given.unsent().length) flush();
  }

  function look() {
    if (socket?.readyState !== WebSocket.OPEN) return;
    if (askedAt && performance.now() - askedAt > PATIENCE) return lost();
    if (askedAt) return;
    askedAt = performance.now();
    ask({ type: "ping", id: randomId() }).catch(() => {});
    setTimeout(() => askedAt && performance.now() - askedAt >= PATIENCE && lost(), PATIENCE + 50);
  }

  setInterval(look, ASKS_EVERY);
  addEventListener("online", () => (socket ? look() : connect()));
  addEventListener("offline", () => socket && lost());
  document.addEventListener("visibilitychange", () => document.hidden || (socket ? look() : connect()));
  return {
    connect,
    ask,
    /** The session let this person in: what waits can be sent. */
    admit() {
      admitted = true;
      flush();
    },
    get up() {
      return greeted;
    },
    /** Keeps a message and sends it as soon as that goes; a later vote takes the place of one that still waits. */
    post(message) {
      const waits = given.unsent();
      const first = sending ? waits.slice(0, 1) : []; // may be on its way
      const rest = waits.slice(first.length);
      const again = (other) => isBallot(other) && isBallot(message) && other.vote === message.vote;
      given.keepUnsent([...first, ...rest.filter((other) => !again(other)), message]);
      flush();
    },
    socketOpen: () => socket?.readyState === WebSocket.OPEN,
    close() {
      closed = true;
      clearTimeout(waiting);
      socket?.close();
    },
    reopen() {
      closed = false;
      tries = 0;
      connect();
    },
  };
}

function isBallot(message) {
  return message.type === "cast" || message.type === "abstain";
}
