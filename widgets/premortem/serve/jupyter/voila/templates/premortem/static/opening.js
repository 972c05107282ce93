// The calm state until the workbook can be used: a line of text from the server, taken away by the first widget.
(() => {
  const PATIENCE = 20000;
  const USABLE = ".jupyter-widgets, .premortem-failed";

  // Voila's scripts call these where its own template defines them.
  window.cellLoaded = true;
  window.voila_finish = () => {};

  const open = () => {
    document.getElementById("opening")?.remove();
    document.body.classList.add("premortem-open");
  };
  const seen = new MutationObserver(() => {
    if (document.querySelector(USABLE)) {
      seen.disconnect();
      open();
    }
  });
  seen.observe(document.documentElement, { childList: true, subtree: true });

  setTimeout(() => {
    const opening = document.getElementById("opening");
    if (opening) opening.textContent = "This takes longer than usual. Please wait a little, or load the page again.";
  }, PATIENCE);
})();
