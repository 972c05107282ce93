/**
 * The Vega runtime, loaded once for the page by whichever chart comes first: from `bundle_url`, else from the kernel.
 * @returns {Promise<any>}
 */
export function vega(model) {
  if (globalThis.premortemVega) return Promise.resolve(globalThis.premortemVega);
  globalThis.premortemVegaLoading ??= load(model).catch((error) => {
    globalThis.premortemVegaLoading = undefined;
    throw error;
  });
  return globalThis.premortemVegaLoading;
}

async function load(model) {
  const url = model.get("bundle_url");
  if (url) {
    try {
      await script(url);
    } catch {
      await fromKernel(model);
    }
  } else await fromKernel(model);
  if (!globalThis.premortemVega) throw new Error("the Vega runtime did not load");
  return globalThis.premortemVega;
}

function script(source) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = source;
    element.type = "module"; // a plain script would put hundreds of short names into the page
    element.onload = resolve;
    element.onerror = () => reject(new Error(`could not load ${source}`));
    document.head.append(element);
  });
}

function fromKernel(model) {
  return new Promise((resolve, reject) => {
    const give = setTimeout(() => reject(new Error("no answer from the kernel")), 30000);
    const hear = async (message, buffers) => {
      if (message.type !== "bundle") return;
      clearTimeout(give);
      model.off("msg:custom", hear);
      const url = URL.createObjectURL(new Blob([buffers[0]], { type: "text/javascript" }));
      // The bundle is a module: importing it runs it, and it sets globalThis.premortemVega.
      await import(url).then(resolve, reject);
      URL.revokeObjectURL(url);
    };
    model.on("msg:custom", hear);
    model.send({ type: "bundle" });
  });
}
