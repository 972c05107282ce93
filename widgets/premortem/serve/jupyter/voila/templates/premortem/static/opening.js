// The calm state until the workbook can be used: a line of text from the server, taken away by the first widget.
(() => {
  // What Voila's own template defines, and its scripts call once the theme is there.
  window.cellLoaded = true;
  window.voila_finish = () => {};
  window.voila_heartbeat = () => {};

  const usable = ".jupyter-widgets, .premortem-failed";
  const open = () => {
    document.getElementById("opening")?.remove();
    document.body.classList.add("premortem-open");
  };
  const seen = new MutationObserver(() => {
    if (document.querySelector(usable)) {
      seen.disconnect();
      open();
    }
  });
  seen.observe(document.documentElement, { childList: true, subtree: true });
})();
