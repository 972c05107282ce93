/** Whether the whole page is ours, as our Voila template says; in JupyterLab it is a part of somebody else's. */
export function isOwnPage() {
  return document.body.dataset.premortem === "voila";
}
