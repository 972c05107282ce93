// Says when nobody answers any more: without it, sliders move and buttons click while nothing is saved.
(() => {
  const INTERRUPTED = "The connection is interrupted; trying again. What was saved is safe.";
  const GONE = "This page is no longer connected. What was saved is safe: load the page again to go on.";
  const ALIVE = new Set(["idle", "busy", "starting", "unknown"]);

  const show = (text) => {
    let bar = document.getElementById("connection-lost");
    if (!text) return bar?.remove();
    if (!bar) {
      bar = document.createElement("div");
      bar.id = "connection-lost";
      bar.setAttribute("role", "alert");
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = "Load the page again";
      again.addEventListener("click", () => window.location.reload());
      bar.append(document.createElement("span"), again);
      document.body.append(bar);
    }
    bar.firstChild.textContent = text;
  };

  const watch = (kernel) => {
    const look = () => {
      if (!ALIVE.has(kernel.status)) show(GONE);
      else if (kernel.connectionStatus === "connected") show("");
      else show(INTERRUPTED);
    };
    kernel.statusChanged.connect(look);
    kernel.connectionStatusChanged.connect(look);
  };

  // Leaving the page closes the connection too; nobody needs to be told then.
  let leaving = false;
  window.addEventListener("pagehide", () => (leaving = true));

  const begin = () => {
    const manager = window.jupyterapp?.widgetManager;
    if (manager?.kernel) watch(manager.kernel);
    else if (!leaving) setTimeout(begin, 250);
  };
  begin();
})();
